LIBS_img-from-csv = -lcsv -larchive -lxml2
