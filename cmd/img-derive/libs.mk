# Only image.c knows libvips, and only turn.c libturbojpeg.
LIBS_img-derive = -lvips -lgobject-2.0 -lglib-2.0 -lturbojpeg -lcrypto -lexif -lxml2 -lz
$(BUILD)/cmd/img-derive/image.o $(BUILD)/fuzz/img-derive_%: ALL_CPPFLAGS += \
	$(patsubst -I%,-isystem %,$(shell $(PKG_CONFIG) --cflags-only-I vips))
