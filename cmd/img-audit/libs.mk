LIBS_img-audit = -lseccomp
