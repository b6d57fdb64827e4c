LIBS_img-report = -lvips -lgobject-2.0 -lglib-2.0 -lcrypto
$(BUILD)/cmd/img-report/thumbnail.o: ALL_CPPFLAGS += \
	$(patsubst -I%,-isystem %,$(shell $(PKG_CONFIG) --cflags-only-I vips))
