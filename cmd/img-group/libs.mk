LIBS_img-group = -lseccomp
