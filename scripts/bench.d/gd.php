<?php
// SPDX-License-Identifier: MIT
// gd.php FOLDER PICTURE...: three sizes of each, with the calls of GD that the
// portal's loader of folders makes: nearest neighbour, quality 80, one process.
$folder = $argv[1];
foreach (array_slice($argv, 2) as $path) {
	$source = imagecreatefromjpeg($path);
	$width = imagesx($source);
	$height = imagesy($source);
	foreach ([3200, 1400, 200] as $wide) {
		$wide = min($wide, $width);
		$high = (int) round($height * $wide / $width);
		$made = imagecreatetruecolor($wide, $high);
		imagecopyresized($made, $source, 0, 0, 0, 0, $wide, $high, $width,
			$height);
		$name = basename($path, '.jpg');
		imagejpeg($made, "$folder/{$name}_$wide.jpg", 80);
	}
}
