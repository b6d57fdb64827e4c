// SPDX-License-Identifier: MIT
// browser.mjs STEPS PAGE [ARGUMENT]...: opens PAGE in headless Chromium and runs
// the module STEPS, whose default export gets what is below. What the page says
// in the console goes to standard output as "console: ...".
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [steps, file, ...rest] = process.argv.slice(2);
const profile = mkdtempSync(resolve("browser."));
const chromium = spawn("chromium", ["--headless", "--no-sandbox",
	"--disable-gpu", "--disable-quic", "--no-first-run",
	"--disable-background-networking", "--disable-component-update",
	"--disable-sync", "--enable-precise-memory-info",
	"--user-data-dir=" + profile, "--remote-debugging-pipe", "about:blank"],
	{ stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
const end = code => {
	chromium.kill();
	chromium.on("exit", () => {
		try {
			rmSync(profile, { recursive: true, force: true,
				maxRetries: 9, retryDelay: 50 });
		} catch {
			// A child of the browser still writes: it is in the test's folder.
		}
		process.exit(code);
	});
};
setTimeout(() => { console.log("console: no end in sight"); end(2); },
	(process.env.SECONDS_MOST ?? 60) * 1000).unref();

let next = 1, text = "";
const waiting = new Map(), listeners = new Map();
const send = (method, params, sessionId) => new Promise((done, failed) => {
	waiting.set(next, { done, failed });
	chromium.stdio[3].write(JSON.stringify(
		{ id: next++, method, params, sessionId }) + "\0");
});
chromium.stdio[4].on("data", bytes => {
	const parts = (text + bytes).split("\0");
	text = parts.pop();
	for (const part of parts) {
		const m = JSON.parse(part);
		if (m.id) {
			const { done, failed } = waiting.get(m.id);
			m.error ? failed(new Error(m.error.message)) : done(m.result);
		} else
			(listeners.get(m.method) || (() => {}))(m.params);
	}
});
try {
	const { targetId } = await send("Target.createTarget",
		{ url: "about:blank" });
	const { sessionId } = await send("Target.attachToTarget",
		{ targetId, flatten: true });
	const call = (method, params = {}) => send(method, params, sessionId);
	listeners.set("Runtime.consoleAPICalled", p => console.log("console: " +
		p.args.map(a => a.value ?? a.description).join(" ")));
	listeners.set("Runtime.exceptionThrown", p => console.log("console: " +
		(p.exceptionDetails.exception?.description ??
			p.exceptionDetails.text)));
	// A page with decisions that are not saved asks before it is left.
	listeners.set("Page.javascriptDialogOpening", () =>
		call("Page.handleJavaScriptDialog", { accept: true }));
	listeners.set("Log.entryAdded", p => console.log("console: " +
		p.entry.text));
	for (const domain of ["Runtime", "Log", "Page"])
		await call(domain + ".enable");
	await send("Browser.setDownloadBehavior",
		{ behavior: "allow", downloadPath: process.cwd(),
			eventsEnabled: true });
	const browser = {
		call,
		arguments: rest,
		profile,
		// Opens the page, with a fragment; milliseconds until it is ready.
		async open(fragment = "") {
			const loaded = new Promise(d =>
				listeners.set("Page.loadEventFired", d));
			const start = Date.now();
			await call("Page.navigate", { url: "about:blank" });
			await loaded;
			const again = new Promise(d =>
				listeners.set("Page.loadEventFired", d));
			await call("Page.navigate",
				{ url: pathToFileURL(resolve(file)) + fragment });
			await again;
			return Date.now() - start;
		},
		async evaluate(expression) {
			const r = await call("Runtime.evaluate", { expression,
				awaitPromise: true, returnByValue: true,
				userGesture: true });
			if (r.exceptionDetails)
				throw new Error(r.exceptionDetails.exception
					?.description ?? expression);
			return r.result.value;
		},
		// Does what saves a file, and waits until it is there.
		async saved(expression) {
			const done = new Promise(d =>
				listeners.set("Browser.downloadProgress", p =>
					p.state === "completed" && d()));
			await browser.evaluate(expression);
			await done;
		},
		async screenshot(to, width = 1300, height = 1200) {
			await call("Emulation.setDeviceMetricsOverride", { width,
				height, deviceScaleFactor: 1, mobile: false });
			const { data } = await call("Page.captureScreenshot",
				{ format: "png" });
			writeFileSync(to, Buffer.from(data, "base64"));
		},
	};
	const { default: run } = await import(pathToFileURL(resolve(steps)));
	await run(browser, (name, value) => console.log(name + ": " +
		(typeof value === "string" ? value : JSON.stringify(value))));
	end(0);
} catch (error) {
	console.log("console: " + error.stack);
	end(1);
}
