"use strict";
(() => {
const $ = id => document.getElementById(id);
const D = JSON.parse($("data").textContent), W = D.words, rows = D.rows;
const F = Object.fromEntries(D.fields.map((name, i) => [name, i]));
const get = (i, name) => rows[i][F[name]] || "";
const PAGE = 100, SHORT = 8, FEW = 4;
// A telephone has no room for a table, nor for filters that are open.
const WIDE = matchMedia("(min-width: 48rem)").matches, VIEW = WIDE ? "table" : "gallery";
const words = text => text.split(" ").filter(Boolean);
const say = (text, ...n) => text.replace(/\{(\d)\}/g, (m, k) => n[k]);

// Elements; children are nodes or text, never markup.
const h = (tag, attributes, ...children) => {
	const e = document.createElement(tag);
	for (const [k, v] of Object.entries(attributes || {}))
		if (k.startsWith("on")) e.addEventListener(k.slice(2), v);
		else if (v === true) e.setAttribute(k, "");
		else if (v !== false && v != null) e.setAttribute(k, v);
	e.append(...children.flat(2).filter(c => c != null && c !== ""));
	return e;
};
// What is not seen, or turns the direction, by its number.
const odd = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;
const show = text => h("bdi", null, text.split(new RegExp("(" + odd.source + ")")).map(part =>
	odd.test(part) ? h("code", null, "U+" + part.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")) : part));

const folder = i => { const p = get(i, "path"); return p.slice(0, Math.max(p.lastIndexOf("/"), 0)); };
const host = i => { const m = /^https?:\/\/([^\/?#]*@)?([^\/?#]*)/i.exec(get(i, "url")); return m ? m[2].toLowerCase() : ""; };
const word = (kind, v) => W[kind + "." + v] || v;
// A stream may have "constructor" for a code: what objects inherit is none.
const own = (object, key) => Object.hasOwn(object, key) && object[key];
const meaning = (table, code) => own(D[table], code) || [code, ""];
// Filters: what a row has, how a value is called. Values of a row are interned.
const facets = [
	["result", i => get(i, "result"), v => meaning("results", v)[0]],
	["problem", i => get(i, "problems"), v => v && meaning("problems", v)[0], true],
	["verdict", i => get(i, "verdict"), v => word("verdict", v)],
	["record", i => get(i, "match"), v => word("match", v)],
	["folder", folder], ["host", host],
	["collection", i => get(i, "collection")],
	["format", i => get(i, "format")],
].map(([name, value, label, many]) => {
	const known = new Map(), sets = [], at = new Int32Array(rows.length);
	for (let i = 0; i < rows.length; i++) {
		const v = value(i);
		let k = known.get(v);
		if (k === undefined) {
			known.set(v, k = sets.length);
			sets.push(many && v ? [...new Set(words(v))] : [v]);
		}
		at[i] = k;
	}
	return {name, sets, at, label: v => v === "" && name !== "result" ? W.empty : label ? label(v) : v, all: false};
}).filter(f => f.sets.length > 1 || f.sets.some(s => s[0] !== "" || f.name === "result"));

// 1: needs a person, 2: nothing to do, 0: linked.
const need = i => own(D.done, get(i, "result")) || 0, urgency = i => [2, 0, 1][need(i)];
const sorts = {need: (a, b) => urgency(a) - urgency(b), order: () => 0, name: 0, number: 0, record: 0, folder: 0};
const ranks = {};
const rank = key => {
	if (ranks[key]) return ranks[key];
	const order = Array.from(rows.keys()), compare = new Intl.Collator(document.documentElement.lang, {numeric: true}).compare;
	const text = order.map(key === "folder" ? folder : i => get(i, key));
	order.sort(sorts[key] || ((a, b) => compare(text[a], text[b])));
	const r = ranks[key] = new Int32Array(rows.length);
	order.forEach((i, n) => { r[i] = n; });
	return r;
};

let state, hits = [];
const decisions = new Map();
const read = () => {
	const p = new URLSearchParams(location.hash.slice(1));
	state = {q: p.get("q") || "", view: own(views, p.get("view")) ? p.get("view") : VIEW,
		sort: Object.hasOwn(sorts, p.get("sort")) ? p.get("sort") : "need",
		page: Math.max(parseInt(p.get("page"), 10) || 1, 1), on: {}};
	for (const f of facets) state.on[f.name] = new Set(p.getAll(f.name));
};
const write = page => {
	const p = new URLSearchParams();
	for (const f of facets) for (const v of state.on[f.name]) p.append(f.name, v);
	if (state.q) p.set("q", state.q);
	if (state.view !== VIEW) p.set("view", state.view);
	if (state.sort !== "need") p.set("sort", state.sort);
	if ((state.page = page || 1) > 1) p.set("page", state.page);
	history.replaceState(null, "", "#" + p);
	draw();
};
// One pass: a row that all filters take is a hit; what only one filter
// refuses counts among that filter's values.
const count = () => {
	const q = state.q.toLowerCase(), n = facets.length;
	const pass = facets.map(f => f.sets.map(s => !state.on[f.name].size || s.some(v => state.on[f.name].has(v))));
	const tally = facets.map(f => new Int32Array(f.sets.length));
	hits = [];
	for (let i = 0; i < rows.length; i++) {
		let refused = -1, k;
		for (k = 0; k < n; k++)
			if (!pass[k][facets[k].at[i]]) {
				if (refused >= 0) break;
				refused = k;
			}
		if (k < n || q && !rows[i].join("\n").toLowerCase().includes(q)) continue;
		if (refused < 0) hits.push(i);
		for (k = 0; k < n; k++)
			if (refused < 0 || refused === k) tally[k][facets[k].at[i]]++;
	}
	const r = rank(state.sort);
	hits.sort((a, b) => r[a] - r[b]);
	facets.forEach((f, k) => {
		f.counts = new Map();
		f.sets.forEach((s, j) => s.forEach(v => f.counts.set(v, (f.counts.get(v) || 0) + tally[k][j])));
	});
};

const link = (href, text) => h("a", {href, rel: "noreferrer noopener"}, text);
const pictureUrl = i => {
	const url = get(i, "url"), path = get(i, "path");
	if (/^https?:\/\//i.test(url)) return url;
	const local = path.split("/").map(encodeURIComponent).join("/").replace(/^\/+/, "/");
	return path && (local[0] === "/" ? local : "./" + local);
};
const record = (occid, text) => D.portal && /^\d+$/.test(occid)
	? link(D.portal + "/collections/individual/index.php?occid=" + occid, text) : text;
const thumb = i => {
	const src = D.thumbs[i] ? "data:image/jpeg;base64," + D.thumbs[i] : get(i, "web"), url = pictureUrl(i);
	const img = src ? h("img", {src, alt: get(i, "name"), loading: D.thumbs[i] ? null : "lazy"}) : h("span", {class: "none"}, W.noPicture);
	return url ? link(url, [img, src ? "" : h("span", {class: "path"}, show(get(i, "name")))]) : img;
};
// The barcodes of a row that needs a person, with what is printed beside them.
const barcodes = i => [0, 1, 2, 3].filter(k => D.thumbs[i + "." + k]).map(k =>
	h("img", {src: "data:image/jpeg;base64," + D.thumbs[i + "." + k], alt: W.barcode, class: "code"}));
// What is wrong, and what to do: by its problems, where it has any. "ambiguous"
// and several-records say the same.
const problems = i => {
	const codes = words(get(i, "problems")), [text, advice] = meaning("results", get(i, "result"));
	const all = [[text, codes.length ? "" : advice], ...codes.map(c => meaning("problems", c))];
	if (get(i, "result") === "ambiguous" && codes.includes("several-records")) all.shift();
	const list = some => h("ul", null, some.map(([what, then]) =>
		h("li", null, show(what), then && h("div", {class: "advice"}, W.whatToDo + ": " + then))));
	return all.length <= FEW + 1 ? list(all) : [list(all.slice(0, FEW)),
		h("details", null, h("summary", null, say(W.more, all.length - FEW)), list(all.slice(FEW)))];
};
const decided = i => { const d = decisions.get(i) || {}; return d.number || (d.occid ? "occid " + d.occid : ""); };
const decide = (i, d) => {
	if (d.number || d.occid) decisions.set(i, d); else decisions.delete(i);
	buttons();
};
const label = i => say(W.decide, get(i, "name"));
const field = i => need(i) !== 1 ? "" : h("input", {"aria-label": label(i), placeholder: W.number, "data-row": i, value: decided(i),
	oninput: e => decide(i, {number: e.target.value.trim()})});
const choice = (i, d, v) => h("button", {"aria-label": label(i) + ": " + v, onclick: () => {
	decide(i, d);
	document.querySelector('input[data-row="' + i + '"]').value = decided(i); }}, "✓ ", show(v));
const candidates = i => words(get(i, "candidates")).map(c => [record(c, c), " ", need(i) === 1 ? choice(i, {occid: c}, c) : ""]);
const suggestion = i => { const v = get(i, "suggested"); return v && (need(i) === 1 ? choice(i, {number: v}, v) : show(v)); };
const recordCell = i => record(get(i, "occid"), show(get(i, "record") || get(i, "occid")));
const name = i => [show(get(i, "name")), folder(i) && h("span", {class: "path"}, show(folder(i)))];
// Columns that no row fills would only take room.
const filled = field => rows.some((row, i) => get(i, field));
const cells = [["number", i => [show(get(i, "number")), field(i), ...barcodes(i)]], ["record", recordCell],
	filled("candidates") && ["candidates", candidates], filled("suggested") && ["suggestion", suggestion], ["problem", problems]].filter(Boolean);
const views = {table: page => [h("table", null, h("caption", null, h("span", {id: "shown"})), h("thead", null, h("tr", null,
	["picture", "name", ...cells.map(([k]) => k)].map(k => h("th", {scope: "col", class: k}, W[k])))),
	h("tbody", null, page.map(i => h("tr", null, h("td", {class: "pic"}, thumb(i)), h("th", {scope: "row"}, name(i)),
		cells.map(([, cell]) => h("td", null, cell(i)))))))],
gallery: page => [h("p", null, h("span", {id: "shown"})), h("ul", {class: "gallery"}, page.map(i => h("li", {class: "card n" + need(i)}, thumb(i),
	h("strong", null, name(i)), h("div", null, recordCell(i), " ", field(i), ...barcodes(i), candidates(i), suggestion(i)), problems(i))))]};

const save = (file, text) => {
	const a = h("a", {href: URL.createObjectURL(new Blob([text], {type: "text/tab-separated-values"})), download: file});
	document.body.append(a); a.click(); a.remove();
	setTimeout(() => URL.revokeObjectURL(a.href), 10000);
};
const escape = v => v.replace(/[\\\t\n\r]/g, c => ({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})[c]);
// With its folder, as img-match --names tells files of one name apart by it.
const fileName = i => get(i, "path") || get(i, "name");
const columns = [["name", fileName], ["catalogNumber", (i, d) => d.number || ""], ["occid", (i, d) => d.occid || (d.number ? "" : get(i, "occid"))],
	["recordCatalogNumber", "record"], ["candidates", "candidates"], ["suggested", "suggested"], ["verdict", "verdict"],
	["problems", "problems"], ["reason", "result"], ["originalUrl", "url"]];
const tsv = list => [columns.map(([name]) => name), ...list.map(i => columns.map(([, of]) =>
	escape(typeof of === "string" ? get(i, of) : of(i, decisions.get(i) || {}))))].map(line => line.join("\t") + "\n").join("");

const buttons = () => { const b = $("decisions"); b.textContent = say(W.saveDecisions, decisions.size); b.disabled = !decisions.size; };
const drawFilters = () => $("filters").replaceChildren(...facets.map(f => {
	const on = state.on[f.name];
	const values = [...f.counts.keys()].sort((a, b) => on.has(b) - on.has(a) || f.counts.get(b) - f.counts.get(a) || (a < b ? -1 : 1));
	const few = values.slice(0, f.all ? 500 : Math.max(SHORT, on.size));
	return h("fieldset", {id: "f-" + f.name}, h("legend", null, W[f.name]), few.map(v => h("label", {class: f.counts.get(v) ? null : "zero"},
		h("input", {type: "checkbox", value: v, checked: on.has(v), "data-facet": f.name, onchange: e => {
			e.target.checked ? on.add(v) : on.delete(v); write();
			const again = [...document.querySelectorAll("[data-facet=" + f.name + "]")].find(c => c.value === v);
			if (again) again.focus(); }}),
		h("span", null, show(f.label(v))), h("b", null, String(f.counts.get(v))))),
		few.length < values.length && !f.all ? h("button", {onclick: () => { f.all = true; drawFilters(); }}, say(W.more, values.length - few.length)) : "");
}));
const draw = () => {
	count();
	const last = Math.max(Math.ceil(hits.length / PAGE), 1), at = Math.min(state.page, last), page = hits.slice((at - 1) * PAGE, at * PAGE);
	$("list").replaceChildren(...(page.length ? views[state.view](page) : [h("p", null, h("span", {id: "shown"}))]));
	$("shown").textContent = $("status").textContent = page.length ? say(W.showing, (at - 1) * PAGE + 1, (at - 1) * PAGE + page.length, hits.length) : W.nothing;
	$("previous").disabled = at <= 1;
	$("next").disabled = at >= last;
	state.page = at;
	drawFilters();
	for (const v in views) $(v).setAttribute("aria-pressed", state.view === v);
	if ($("q").value !== state.q) $("q").value = state.q;
	$("sort").value = state.sort;
	buttons();
};
const turn = by => () => { write(state.page + by); $("list").scrollIntoView(); };
const button = (id, onclick, text) => h("button", {id, onclick}, text);
let typing;
$("static").remove();
$("app").append(
	h("section", {class: "side", "aria-label": W.filters}, h("details", {open: WIDE}, h("summary", null, W.filters),
		h("button", {onclick: () => { location.hash = ""; read(); draw(); }}, W.clear), h("div", {id: "filters"}))),
	h("section", {"aria-label": W.table},
		h("div", {class: "tools"}, h("label", null, W.search, h("input", {id: "q", type: "search", oninput: e => {
			clearTimeout(typing); typing = setTimeout(() => { state.q = e.target.value; write(); }, 150); }})),
			h("label", null, W.sort, h("select", {id: "sort", onchange: e => { state.sort = e.target.value; write(); }},
				Object.keys(sorts).map(k => h("option", {value: k}, W[k])))),
			Object.keys(views).map(v => button(v, () => { state.view = v; write(state.page); }, W[v])),
			button("save", () => save("rows.tsv", tsv(hits)), W.save),
			button("decisions", () => save("decisions.tsv", tsv([...decisions.keys()].sort((a, b) => a - b)))),
			button("names", () => save("names.txt", hits.map(i => escape(fileName(i)) + "\n").join("")), W.saveNames)),
		h("p", {class: "help"}, W.saveHelp), h("p", {id: "status", class: "help", role: "status"}), h("div", {id: "list"}),
		h("div", {class: "tools pages"}, button("previous", turn(-1), W.previous), button("next", turn(1), W.next))));
$("app").hidden = false;
addEventListener("hashchange", () => { read(); draw(); });
addEventListener("beforeunload", e => { if (decisions.size) e.preventDefault(); });
read();
draw();
})();
