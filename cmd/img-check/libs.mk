LIBS_img-check = -lexif -lcrypto -lz -lcurl -ljpeg -lpng16 -lwebp -lwebpdemux -ljxl -lxml2 -lseccomp
