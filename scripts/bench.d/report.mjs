// SPDX-License-Identifier: MIT
// Seconds until a page is loaded and drawn, and megabytes of its process.
import { readdirSync, readFileSync } from "node:fs";

const read = path => {
	try {
		return readFileSync(path, "utf8");
	} catch {
		return "";
	}
};
export default async (browser, say) => {
	const start = Date.now();
	await browser.open();
	await browser.screenshot("report.png");
	const seconds = (Date.now() - start) / 1000;
	// The renderers of this browser have its folder among their arguments.
	const sizes = readdirSync("/proc").filter(p => /^\d+$/.test(p))
		.filter(p => read(`/proc/${p}/cmdline`).includes("--type=renderer") &&
			read(`/proc/${p}/cmdline`).includes(browser.profile))
		.map(p => +/VmHWM:\s+(\d+)/.exec(read(`/proc/${p}/status`))?.[1]);
	say("looked", `${seconds.toFixed(2)} ${Math.round(Math.max(...sizes) / 1024)}`);
};
