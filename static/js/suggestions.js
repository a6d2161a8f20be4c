// The list of suggestions as markup: one group for each city.

export function groups(suggestions, id) {
  let number = 0;
  return [...byCity(suggestions)].map(([city, ones]) => {
    const group = element("div", {});
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", city || ones[0].text);
    if (ones.some((one) => one.text !== city)) {
      const title = element("span", { textContent: city });
      title.setAttribute("aria-hidden", "true");
      group.append(title);
    }
    for (const one of ones) {
      const option = element("div", { id: `${id}-${(number += 1)}`, textContent: one.text });
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.text = one.text;
      group.append(option);
    }
    return group;
  });
}

function byCity(suggestions) {
  const cities = new Map();
  for (const one of suggestions) {
    cities.set(one.city, [...(cities.get(one.city) ?? []), one]);
  }
  return cities;
}

export function element(tag, values) {
  return Object.assign(document.createElement(tag), values);
}
