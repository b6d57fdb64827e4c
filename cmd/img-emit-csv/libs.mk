LIBS_img-emit-csv =
