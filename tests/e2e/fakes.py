"""Voices and ears for a browser that has none: injected before the page's own scripts, and steered by a test."""

VOICES = """
const spoken = { said: [], cancelled: 0, waiting: [] };
window.spoken = spoken;
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [
    { name: "Far", lang: "en-US", localService: false },
    { name: "Near", lang: "en-GB", localService: true },
  ],
  addEventListener: () => {},
  speak: (each) => {
    spoken.said.push({ text: each.text, voice: each.voice.name, rate: each.rate });
    spoken.waiting.push(each);
  },
  cancel: () => {
    spoken.cancelled += 1;
    for (const each of spoken.waiting.splice(0)) each.onerror?.({ error: "canceled" });
  },
} });
"""
"""A voice that goes on until it is cancelled, and remembers in `window.spoken` what it was given."""

EARS = """
window.ears = [];
window.SpeechRecognition = class {
  constructor() { this.heard = []; window.ears.push(this); }
  start() { setTimeout(() => this.onstart?.(), 0); }
  stop() { this.stopped = true; setTimeout(() => this.onend?.(), 0); }
  abort() { this.stop(); }
  hear(at, transcript, isFinal) {
    this.heard[at] = Object.assign([{ transcript }], { isFinal });
    this.onresult({ resultIndex: at, results: this.heard });
  }
  fail(error) { this.onerror({ error }); this.onend(); }
};
const ear = () => window.ears.at(-1);
window.hear = (...words) => ear().hear(...words);
"""
"""A recognition that hears what `window.hear(index, words, isFinal)` says. Each one is in `window.ears`."""

DEAF = "delete window.SpeechRecognition; delete window.webkitSpeechRecognition;"
