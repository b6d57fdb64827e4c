LIBS_img-suspect = -lutf8proc
