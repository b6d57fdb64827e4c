LIBS_img-check = -lexif -lcrypto -lz -lbrotlidec -lcurl -ljpeg -lwebp -lwebpdemux -ljxl -lxml2
