LIBS_img-emit-csv = -lutf8proc
