LIBS_img-scan =
