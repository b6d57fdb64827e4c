LIBS_img-emit-dwca = -larchive -lcrypto -lutf8proc
