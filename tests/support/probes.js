// Measures a page where it stands. Each probe gives a list of sentences, empty when all is well.
(() => {
  const skipped = new Set(["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE", "TITLE", "OPTION"]);

  function isShown(element) {
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    if (style.visibility !== "visible" || box.width <= 1 || box.height <= 1) return false;
    return box.right > 0 && box.bottom + scrollY > 0;
  }

  function named(element) {
    const words = (element.innerText || element.getAttribute("aria-label") || element.name || "").trim();
    const hint = element.id ? "#" + element.id : String(element.getAttribute("class") || "").split(" ")[0];
    return element.tagName.toLowerCase() + (hint ? "(" + hint + ")" : "") + " “" + words.slice(0, 30) + "”";
  }

  function textNodes() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      const inside = skipped.has(element.tagName) || element.closest("[aria-hidden=true]");
      if (walker.currentNode.data.trim() && !inside && isShown(element)) found.push(element);
    }
    return [...new Set(found)];
  }

  // A box to tick is measured by its row: the label is what one taps.
  function tapArea(element) {
    const box = element.getBoundingClientRect();
    const ticks = element.type === "checkbox" || element.type === "radio" || element.type === "file";
    const label = ticks && (element.closest("label") || document.querySelector(`label[for="${CSS.escape(element.id)}"]`));
    if (!label) return box;
    const around = label.getBoundingClientRect();
    const left = Math.min(box.left, around.left), top = Math.min(box.top, around.top);
    return new DOMRect(left, top, Math.max(box.right, around.right) - left, Math.max(box.bottom, around.bottom) - top);
  }

  function targets() {
    const all = "a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [tabindex='0']";
    return [...document.querySelectorAll(all)].filter((element) => {
      const area = tapArea(element);
      const reachable = area.width > 1 && area.height > 1 && area.right > 0 && area.bottom + scrollY > 0;
      return reachable && getComputedStyle(element).visibility === "visible" && !element.closest("[inert]");
    });
  }

  const round = (number) => Math.round(number * 10) / 10;

  window.collegeProbes = {
    smallWords: (least) => textNodes()
      .filter((element) => parseFloat(getComputedStyle(element).fontSize) < least - 0.01)
      .map((element) => `${named(element)} is ${getComputedStyle(element).fontSize}, less than ${least}px`),

    smallTargets: (least) => targets()
      .map((element) => [element, tapArea(element)])
      .filter(([, area]) => area.width < least - 0.5 || area.height < least - 0.5)
      .map(([element, area]) => `${named(element)} is ${round(area.width)}x${round(area.height)}, less than ${least}px`),

    narrowGaps: (least) => {
      const boxes = targets().map((element) => [element, tapArea(element)]);
      const faults = [];
      for (let i = 0; i < boxes.length; i += 1) {
        for (let j = i + 1; j < boxes.length; j += 1) {
          const [one, a] = boxes[i], [other, b] = boxes[j];
          const apart = Math.max(b.left - a.right, a.left - b.right, b.top - a.bottom, a.top - b.bottom);
          const sameRow = one.type === "radio" && other.type === "radio" && one.name === other.name;
          const fixed = [one, other].some((element) => element.closest("[data-sticky], .bar"));
          if (!one.contains(other) && !other.contains(one) && !sameRow && !fixed && apart < least - 0.5) {
            faults.push(`${named(one)} and ${named(other)} are ${round(apart)}px apart, less than ${least}px`);
          }
        }
      }
      return faults;
    },

    nearEdge: (least) => targets()
      .map((element) => [element, tapArea(element)])
      .filter(([, area]) => area.left < least - 0.5 || area.right > document.documentElement.clientWidth - least + 0.5)
      .map(([element, area]) => `${named(element)} reaches from ${round(area.left)} to ${round(area.right)} of ${document.documentElement.clientWidth}px`),

    overflow: () => {
      const width = document.documentElement.clientWidth;
      if (document.documentElement.scrollWidth <= width) return [];
      const wide = [...document.body.querySelectorAll("*")]
        .filter((element) => isShown(element) && element.getBoundingClientRect().right > width + 1)
        .slice(-4).map(named);
      return [`the page is ${document.documentElement.scrollWidth}px wide on ${width}px: ${wide.join(", ")}`];
    },

    clipped: () => textNodes()
      .filter((element) => {
        const style = getComputedStyle(element);
        const hides = style.overflowX === "hidden" || style.overflowX === "clip" || style.textOverflow === "ellipsis";
        return hides && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 2);
      })
      .map((element) => `${named(element)} is cut off`),

    // The drawn phone: nothing of it reaches beyond its edge.
    outsideThePhone: () => [...document.querySelectorAll(".app")].flatMap((app) => {
      const edge = app.getBoundingClientRect();
      return [...app.querySelectorAll("*")]
        .filter((element) => isShown(element) && !element.closest("svg *"))
        .filter((element) => {
          const box = element.getBoundingClientRect();
          return box.right > edge.right + 1 || box.left < edge.left - 1;
        })
        .slice(-4).map((element) => `${named(element)} reaches beyond the drawn phone`);
    }),

    wordless: () => targets()
      .filter((element) => element.matches("a[href], button, summary, [role=button]"))
      .filter((element) => !(element.innerText || "").trim() && !element.querySelector("svg text, img[alt]:not([alt=''])"))
      .map((element) => `${named(element)} shows no word`),

    tightLines: (least) => textNodes()
      .filter((element) => element.matches("p, li, dd, label, legend") && !element.closest("svg"))
      .filter((element) => {
        const style = getComputedStyle(element);
        return !(parseFloat(style.lineHeight) / parseFloat(style.fontSize) >= least - 0.01);
      })
      .map((element) => `${named(element)} has lines closer than ${least}`),

    setBadly: () => textNodes()
      .filter((element) => ["justify"].includes(getComputedStyle(element).textAlign) || getComputedStyle(element).fontStyle === "italic")
      .map((element) => `${named(element)} is justified or italic`),
  };
})();
