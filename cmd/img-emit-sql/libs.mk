LIBS_img-emit-sql = -lcrypto -lutf8proc
