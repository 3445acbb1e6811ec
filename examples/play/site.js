"use strict";
// The script of the built site. Each press and each link becomes a question to Python, which runs in a worker.
const $ = id => document.getElementById(id);
const runtime = new URL(document.currentScript.dataset.runtime, document.baseURI).href;
const box = $("own-function"), loading = $("loading");
let worker, ready, failed, busy, shown;
let typed, later = [];  // the visitor's functions, by parameter; the places of what was pressed while Python was busy
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
function send(message) {
  return new Promise((done, fail) => {
    failed = fail;  // so that "stop" can end the waiting
    worker.onmessage = ({ data }) => "error" in data ? fail(data.error) : done(JSON.parse(data.text));
    worker.onerror = event => fail(event.message || "the worker did not start");
    worker.postMessage(message);
  });
}
async function work(question, use) {  // one question, what to do with the answer, and then what was pressed meanwhile
  busy = true;
  try {
    await ready;
    use(await send({ question }));
  } catch (error) {
    if (question.address) shown = location.search;  // what failed once would fail again
    const said = typed ? `Python starts again (${error}).` : `Python did not load from ${runtime}: ${error}`;
    [loading.hidden, loading.textContent] = [false, said];
    if (typed) { worker.terminate(); start(); } else return;
  }
  [busy, $("stop").disabled] = [false, true];
  if (location.search !== shown) return show(location.search + location.hash);
  $(later.shift())?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
}
const show = (address, push) => work({ address }, told => {
  if (push) history.pushState(null, "", told.address);
  const text = new DOMParser().parseFromString(told.page, "text/html"), form = text.querySelector("form");
  document.querySelector("main").replaceWith(text.querySelector("main"));
  [document.title, shown] = [text.title, location.search];
  const name = document.querySelector("#seven .chosen button")?.textContent || box.dataset.name;
  ($("chain") || form).after(box);  // the box follows the factors, with the function of the selected parameter
  if (name !== box.dataset.name) $("told").replaceChildren();
  $("code").value = typed[box.dataset.name = name];
  ($(told.place) || document.querySelector("[autofocus]"))?.focus({ preventScroll: true });
});
const pressed = (event, place, address) => {
  event.preventDefault();
  if (busy) later.push(place); else show(address, true);
};
addEventListener("popstate", () => { if (!busy && location.search !== shown) show(location.search + location.hash); });
const sent = event => "?" + new URLSearchParams(new FormData(event.target, event.submitter));
document.addEventListener("submit", event => pressed(event, event.submitter.id, sent(event)));
document.addEventListener("click", event => {
  const link = event.target.closest("a[href^='?']");
  if (link) pressed(event, link.id, link.getAttribute("href"));
});
$("code").addEventListener("input", () => { typed[box.dataset.name] = $("code").value; });
$("check-code").addEventListener("click", () => {
  if (busy) return later.push("check-code");
  [$("told").textContent, $("stop").disabled] = ["Python tries your function ...", false];
  work({ code: $("code").value, name: box.dataset.name }, told => { $("told").innerHTML = told.html; });
});
$("stop").addEventListener("click", () => { $("told").textContent = "Stopped."; failed("it was stopped"); });
start();
show(location.search + location.hash);
