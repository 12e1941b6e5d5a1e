import { configuration, type Messages } from './config.ts';

/** One line a language: its code, then the texts in the order of `NAMES`. */
const TEXTS = `en|Buy now|Opening checkout…|Checkout did not open. Please try again.|Close|Open in a full page
de|Jetzt kaufen|Kasse wird geöffnet…|Die Kasse ließ sich nicht öffnen. Bitte erneut versuchen.|Schließen|Auf ganzer Seite öffnen
es|Comprar ahora|Abriendo el pago…|No se pudo abrir el pago. Inténtalo de nuevo.|Cerrar|Abrir en una página completa
fr|Acheter|Ouverture du paiement…|Le paiement n’a pas pu s’ouvrir. Veuillez réessayer.|Fermer|Ouvrir en pleine page
it|Acquista ora|Apertura del pagamento…|Impossibile aprire il pagamento. Riprova.|Chiudi|Apri a pagina intera
pt|Comprar agora|A abrir o pagamento…|Não foi possível abrir o pagamento. Tente novamente.|Fechar|Abrir em página inteira
nl|Nu kopen|Afrekenen wordt geopend…|Afrekenen kon niet worden geopend. Probeer het opnieuw.|Sluiten|Openen op volledige pagina
pl|Kup teraz|Otwieranie płatności…|Nie udało się otworzyć płatności. Spróbuj ponownie.|Zamknij|Otwórz na pełnej stronie
tr|Satın al|Ödeme açılıyor…|Ödeme açılamadı. Lütfen tekrar deneyin.|Kapat|Tam sayfada aç
ja|今すぐ購入|決済画面を開いています…|決済画面を開けませんでした。もう一度お試しください。|閉じる|全画面で開く
ko|지금 구매|결제 창을 여는 중…|결제 창을 열지 못했습니다. 다시 시도해 주세요.|닫기|전체 페이지로 열기
zh|立即购买|正在打开结账页面…|无法打开结账页面，请重试。|关闭|在完整页面中打开
vi|Mua ngay|Đang mở thanh toán…|Không mở được thanh toán. Vui lòng thử lại.|Đóng|Mở toàn trang
ar|اشترِ الآن|جارٍ فتح صفحة الدفع…|تعذّر فتح صفحة الدفع. حاول مرة أخرى.|إغلاق|فتح في صفحة كاملة
hi|अभी खरीदें|चेकआउट खुल रहा है…|चेकआउट नहीं खुला। कृपया फिर कोशिश करें।|बंद करें|पूरे पेज में खोलें`;

const NAMES = ['label', 'loading', 'error', 'close', 'page'] as const satisfies (keyof Messages)[];

const languages = new Map(TEXTS.split('\n').map((line) => [line.slice(0, 2), line.slice(3).split('|')]));

/** The codes of the built-in languages. */
export const languageCodes = [...languages.keys()];

/** The `lang` nearest to the element, through shadow roots. */
function nearestLang(node?: Element | null): string | undefined {
  for (let at: Element | null | undefined = node ?? document.documentElement; at; ) {
    const found: Element | null = at.closest('[lang]');
    if (found) return found.getAttribute('lang')!;
    at = (at.getRootNode() as ShadowRoot).host;
  }
  return undefined;
}

/** The language around the element, else the buyer's, as a BCP 47 tag. */
export function localeFor(node?: Element | null): string {
  return nearestLang(node) || navigator.language;
}

/** The texts for the element: the seller's own, else those of the first built-in language that fits. */
export function messagesFor(node?: Element | null): Messages {
  const wanted = [localeFor(node), ...navigator.languages].map((tag) => tag.slice(0, 2).toLowerCase());
  const texts = languages.get(wanted.find((code) => languages.has(code)) ?? 'en')!;
  const messages = Object.fromEntries(NAMES.map((name, index) => [name, texts[index]]));
  return { ...messages, ...configuration.messages } as Messages;
}
