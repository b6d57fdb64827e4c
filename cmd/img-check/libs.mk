LIBS_img-check = -lexif -lcrypto -lz -lcurl -ljpeg -lwebp -lwebpdemux -ljxl -lxml2 -lseccomp
