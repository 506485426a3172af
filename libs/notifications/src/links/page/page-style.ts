/** The look of the page, by itself: no font, picture or script is fetched. Crossing out works by the tick boxes alone. */
export const PAGE_STYLE = `
:root{color-scheme:dark;--ink:#f4f3ee;--dim:#a7a69f;--line:#2a2a27;--field:#0f0f0d;--pencil:#ffd53d}
*{box-sizing:border-box}
html{background:#0f0f0d;color:var(--ink);font:18px/1.4 Onest,system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
body{margin:0 auto;max-width:60rem;min-height:100vh;min-height:100svh;display:flex;flex-direction:column}
header,main{padding:0 1.35rem}
header{display:flex;justify-content:space-between;align-items:center;padding-top:1.1rem;padding-bottom:1.1rem}
.brand{display:flex;align-items:center;gap:.65rem;font-weight:600}
.once,.number{font-family:ui-monospace,"JetBrains Mono",Menlo,Consolas,monospace;font-size:.85rem}
.once,.title,.lead,.text,footer p{color:var(--dim)}
h1{margin:.1rem 0 .5rem;font-size:1.9rem;line-height:1.15;font-weight:650;text-wrap:balance}
.title,.lead{margin:0;overflow-wrap:anywhere}.lead strong{color:var(--ink)}
main{flex:1;padding-bottom:1.5rem}
body{counter-reset:crossed}
form{display:contents}
.sheet{display:grid;grid-template-columns:repeat(3,1fr);gap:1.1rem .7rem;margin:1.3rem 0 0;padding:0;list-style:none}
.sheet.wide{grid-template-columns:repeat(auto-fill,minmax(8.5rem,1fr))}
@media(min-width:44rem){.sheet{grid-template-columns:repeat(5,1fr)}.sheet.wide{grid-template-columns:repeat(3,1fr)}}
.shot{position:relative;display:block;padding:12px 4px;background:#050504;cursor:pointer}
.shot:before,.shot:after{content:"";position:absolute;left:4px;right:4px;height:6px;background:repeating-linear-gradient(90deg,#2e2e2a 0 8px,#0000 8px 17px)}
.shot:before{top:3px}.shot:after{bottom:3px}
.shot img,.shot video{display:block;width:100%;height:auto;background:#1a1a17}
.number{position:absolute;z-index:1;top:18px;left:10px;padding:.05rem .4rem;background:#000b;color:var(--ink);border-radius:3px}
.cross{position:absolute;inset:12px 4px;display:none;pointer-events:none}
.cross svg{width:100%;height:100%}
.tick{position:absolute;width:1px;height:1px;opacity:0;margin:0}
.tick:checked{counter-increment:crossed}
.tick:checked~.shot .cross{display:block}
.tick:checked~.shot img,.tick:checked~.shot video{filter:brightness(.45)}
.tick:focus-visible~.shot{outline:3px solid var(--pencil);outline-offset:2px}
.sheet li{position:relative;min-width:0}
.text{margin:.45rem 0 0;font-size:.88rem;overflow-wrap:break-word;hyphens:auto}
.again{display:inline-flex;align-items:center;min-height:44px;gap:.5rem;color:var(--dim);font-size:.9rem;cursor:pointer}
.again:before{content:"";width:1.1rem;height:1.1rem;border:1px solid #666;border-radius:3px}
.tick:checked~.again{color:var(--pencil)}.tick:checked~.again:before{background:var(--pencil);border-color:var(--pencil)}
.script{margin:1.3rem 0 0;padding:1rem 1.1rem;background:#171714;border-left:3px solid var(--pencil);white-space:pre-wrap;overflow-wrap:anywhere}
.fault{margin:1rem 0 0;padding:.7rem 1rem;border:1px solid #b4483a;border-radius:8px}
footer{position:sticky;bottom:0;z-index:2;padding:1rem .95rem;background:#141412;border-top:1px solid var(--line)}
textarea{display:block;width:100%;min-height:3.6rem;padding:.8rem;background:var(--field);color:inherit;border:1px solid #3a3a36;border-radius:8px;font:inherit;resize:vertical}
textarea:focus-visible,button:focus-visible{outline:3px solid var(--pencil);outline-offset:2px}
.buttons{display:grid;grid-auto-flow:column;grid-auto-columns:1fr;gap:.7rem;margin-top:.7rem}
button{min-height:56px;padding:.4rem .8rem;border:1px solid #45453f;border-radius:8px;background:#1f1f1c;color:inherit;font-family:inherit;font-size:.95rem;line-height:1.2;font-weight:600;cursor:pointer}
button.yes{background:var(--pencil);border-color:var(--pencil);color:#161505}
button svg{width:1em;height:1em;margin-right:.5rem;vertical-align:-.1em}
.some,.anyway{display:none}
form:has(.tick:checked) .some,form:has(.tick:checked) .anyway{display:inline}
form:has(.tick:checked) .all,form:has(.tick:checked) .plain{display:none}
.some:after{content:" " counter(crossed)}
footer p{margin:.7rem 0 0;text-align:center;font-size:.85rem}
.answer{padding:1.2rem 0;border-top:1px solid var(--line);margin-top:1.3rem;overflow-wrap:anywhere}
.answer p{margin:.3rem 0}
@media(min-width:44rem){footer{border:1px solid var(--line);border-radius:12px 12px 0 0}}
`;
