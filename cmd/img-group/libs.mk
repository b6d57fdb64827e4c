LIBS_img-group =
