LIBS_img-emit-dwca = -lcsv -larchive -lxml2 -lcrypto -lutf8proc
