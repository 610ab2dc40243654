// Text as it is to be read aloud: numbers as Chinese words, dates as dates, telephone numbers digit by digit.

const DIGITS = "零一二三四五六七八九";
const PLACES = ["", "十", "百", "千"];
const GROUPS = ["", "万", "亿", "万亿"];
const RULES = [
  [/[《》【】“”\[\]]/g, ""],
  [/〔(\d{4})〕/g, (_, year) => digitwise(year)],
  [/(\d{4})-(\d{2})-(\d{2})/g, (_, year, month, day) => `${digitwise(year)}年${numeral(month)}月${numeral(day)}日`],
  [/(\d{4})年/g, (_, year) => `${digitwise(year)}年`],
  [/(打|拨打|拨|电话|热线)\s*(\d{3,12})/g, (_, before, phone) => before + digitwise(phone)],
  [/(\d{3,5})(?=热线|急救|报警|心理|（|投诉|核实|问)/g, (_, phone) => digitwise(phone)],
  [/(\d+(?:\.\d+)?)\s*%/g, (_, share) => `百分之${numeral(share)}`],
  [/[～~](?=\d)/g, "到"],
  [/ × /g, "乘"],
  [/ ÷ /g, "除以"],
  [/ \+ /g, "加"],
  [/ - /g, "减"],
  [/ = /g, "等于"],
  [/\d+(?:\.\d+)?/g, numeral],
  [/[·◇　]/g, " "],
];

// Returns the text with everything spelled out; letters and marks stay.
export function spoken(text) {
  return RULES.reduce((words, [sign, instead]) => words.replace(sign, instead), text);
}

// Returns a number below ten thousand billions in words: 10050 is 一万零五十, 0.5 is 零点五.
export function numeral(number) {
  const [whole, fraction] = String(number).split(".");
  const words = wholeNumber(whole.replace(/^0+(?=\d)/, ""));
  return fraction ? `${words}点${digitwise(fraction)}` : words;
}

export function digitwise(digits) {
  return [...digits].map((digit) => DIGITS[digit]).join("");
}

function wholeNumber(digits) {
  if (digits.length > 16) return digitwise(digits);
  let words = "";
  let gap = false;
  [...digits].forEach((digit, index) => {
    const place = digits.length - index - 1;
    if (digit === "0") gap = words !== "";
    else {
      words += (gap ? "零" : "") + DIGITS[digit] + PLACES[place % 4];
      gap = false;
    }
    const group = Number(digits.slice(Math.max(0, index - 3 + (place % 4)), index + 1));
    if (place % 4 !== 0 || place === 0 || !group) return;
    words += GROUPS[place / 4];
    gap = false; // zeros at the end of a group are not said
  });
  return words.replace(/^一十/, "十") || "零";
}
