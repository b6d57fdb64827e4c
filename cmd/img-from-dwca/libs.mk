LIBS_img-from-dwca = -lcsv -larchive -lxml2 -lcurl
