LIBS_img-put = -lcurl -lcrypto -lz -lbrotlidec -lxml2
