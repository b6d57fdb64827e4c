LIBS_img-suspect = -lutf8proc -lcsv -larchive -lxml2
