LIBS_img-emit-dwca = -larchive
