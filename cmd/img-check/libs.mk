LIBS_img-check = -lexif -lcrypto -lz -lcurl -ljpeg -lpng -lgif -lwebp \
	-lwebpdemux
