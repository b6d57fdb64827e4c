LIBS_img-audit =
