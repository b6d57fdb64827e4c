LIBS_img-check = -lexif -lcrypto -lz -lcurl
