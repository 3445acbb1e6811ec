"use strict";
// The script of the built site. Each press and each link becomes a question to Python, which runs in a worker.
const $ = id => document.getElementById(id);
const runtime = new URL(document.currentScript.dataset.runtime, document.baseURI).href;
const box = $("own-function"), loading = $("loading"), later = [];  // later: what was pressed while Python was busy
let worker, ready, failed, busy, shown, typed;  // typed: the visitor's functions, by name
function program() {  // the worker's whole program: it starts Python, and then answers one question after another
  let answer;
  onmessage = async ({ data }) => {
    try {
      if (!answer) {
        const python = await (await import(data.runtime + "pyodide.mjs")).loadPyodide({ indexURL: data.runtime });
        python.unpackArchive(data.files, "zip");
        python.runPython("import sys; sys.path.insert(0, 'play')");
        answer = python.pyimport("own").answer;
      }
      postMessage({ text: answer(JSON.stringify(data.question)) });
    } catch (error) { postMessage({ error: String(error) }); }
  };
}
function start() {
  worker = new Worker(URL.createObjectURL(new Blob([`(${program})()`], { type: "text/javascript" })), { type: "module" });
  ready = fetch("python.zip").then(told => told.arrayBuffer()).then(files => send({ files, runtime, question: {} }));
  ready.then(told => { typed ??= told; loading.hidden = true; }, () => {});
}
const send = message => new Promise((done, fail) => {
  failed = fail;  // so that "stop" can end the waiting
  worker.onmessage = ({ data }) => "error" in data ? fail(data.error) : done(JSON.parse(data.text));
  worker.onerror = event => fail(event.message || "the worker did not start");
  worker.postMessage(message);
});
async function work(question, use) {  // one question, what to do with the answer, and then what was pressed meanwhile
  busy = true;
  try {
    await ready;
    use(await send({ question }));
  } catch (error) {
    if (question.address) shown = location.search;  // what failed once would fail again
    loading.textContent = typed ? `Python starts again (${error}).` : `Python did not load from ${runtime}: ${error}`;
    loading.hidden = false;
    if (typed) { worker.terminate(); start(); } else return;
  }
  [busy, $("stop").disabled, $("kind").disabled] = [false, true, false];
  if (location.search !== shown) return show(location.search + location.hash);
  $(later.shift())?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
}
const show = (address, push) => work({ address }, told => {
  if (push) history.pushState(null, "", told.address);
  const text = new DOMParser().parseFromString(told.page, "text/html");
  document.querySelector("main").replaceWith(text.querySelector("main"));
  [document.title, shown] = [text.title, location.search];
  ($("chain") || document.forms[0]).after(box);  // the box follows the factors
  write();
  ($(told.place) || document.querySelector("[autofocus]"))?.focus({ preventScroll: true });
});
function write() {  // the function in the box: the chosen kind, or the derivative of the selected parameter
  const name = $("kind").value || document.querySelector("#seven .chosen button")?.textContent || box.dataset.name;
  if (name !== box.dataset.name) $("told").replaceChildren();
  $("code").value = typed?.[box.dataset.name = name] ?? "";
}
const ask = (place, address) => busy ? later.push(place) : show(address, true);
addEventListener("popstate", () => { if (!busy && location.search !== shown) show(location.search + location.hash); });
document.addEventListener("submit", event => {
  event.preventDefault();
  ask(event.submitter.id, "?" + new URLSearchParams(new FormData(event.target, event.submitter)));
});
document.addEventListener("click", event => {
  const link = event.target.closest("a[href^='?']");
  if (link) { event.preventDefault(); ask(link.id, link.getAttribute("href")); }
});
$("kind").addEventListener("change", write);
$("code").addEventListener("input", () => { typed[box.dataset.name] = $("code").value; });
$("check-code").addEventListener("click", () => {
  if (busy) return later.push("check-code");
  [$("told").textContent, $("stop").disabled, $("kind").disabled] = ["Python tries your function ...", false, true];
  work({ code: $("code").value, name: box.dataset.name }, told => { $("told").innerHTML = told.html; });
});
$("stop").addEventListener("click", () => { $("told").textContent = "Stopped."; failed("it was stopped"); });
start();
show(location.search + location.hash);
