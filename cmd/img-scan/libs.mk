LIBS_img-scan = -lcurl -lxml2 -lz
