import { configuration, type Messages } from '../config/configure.ts';

/** One line a language: its code, then the texts in the order of `Messages`. */
const TEXTS = `en|Buy now|Opening checkout…|That did not work. Please try again.|Close|Open the checkout page
de|Jetzt kaufen|Kasse wird geöffnet…|Das hat nicht geklappt. Bitte erneut versuchen.|Schließen|Kassenseite öffnen
es|Comprar ahora|Abriendo el pago…|Algo ha fallado. Inténtalo de nuevo.|Cerrar|Abrir la página de pago
fr|Acheter|Ouverture du paiement…|Une erreur est survenue. Veuillez réessayer.|Fermer|Ouvrir la page de paiement
it|Acquista ora|Apertura del pagamento…|Qualcosa non ha funzionato. Riprova.|Chiudi|Apri la pagina di pagamento
pt|Comprar agora|Abrindo o pagamento…|Algo correu mal. Tente novamente.|Fechar|Abrir a página de pagamento
nl|Nu kopen|Betaalpagina wordt geopend…|Er ging iets mis. Probeer het opnieuw.|Sluiten|Betaalpagina openen
pl|Kup teraz|Otwieranie płatności…|Coś poszło nie tak. Spróbuj ponownie.|Zamknij|Otwórz stronę płatności
tr|Satın al|Ödeme açılıyor…|Bir sorun oluştu. Lütfen tekrar deneyin.|Kapat|Ödeme sayfasını aç
ja|今すぐ購入|決済画面を開いています…|うまくいきませんでした。もう一度お試しください。|閉じる|決済ページを開く
ko|지금 구매|결제 창을 여는 중…|문제가 발생했습니다. 다시 시도해 주세요.|닫기|결제 페이지 열기
zh|立即购买|正在打开结账页面…|出了点问题，请重试。|关闭|打开结账页面
vi|Mua ngay|Đang mở thanh toán…|Đã có lỗi xảy ra. Vui lòng thử lại.|Đóng|Mở trang thanh toán
ar|اشترِ الآن|جارٍ فتح صفحة الدفع…|حدث خطأ ما. حاول مرة أخرى.|إغلاق|فتح صفحة الدفع
hi|अभी खरीदें|चेकआउट खुल रहा है…|कुछ गड़बड़ हुई। फिर कोशिश करें।|बंद करें|भुगतान पेज खोलें`;

let read: Map<string, string[]> | undefined;

/** The texts of the built-in languages, by code. Read when the first is needed, which a page without a button needs not. */
export function languages(): Map<string, string[]> {
  return (read ??= new Map(TEXTS.split('\n').map((line) => [line.slice(0, 2), line.slice(3).split('|')])));
}

/** The `lang` nearest to the element, through shadow roots. */
function nearestLang(node?: Element | null): string | undefined {
  for (let at: Element | null | undefined = node ?? document.documentElement; at;) {
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

/** The texts, and the BCP 47 tag of their language, which need not be the page's. */
export interface LocalMessages extends Messages {
  lang: string;
}

const textsIn = (tag: string) => languages().get(tag.toLowerCase().split('-')[0]!);

/** The texts for the element: the seller's own, else those of the first built-in language that fits. */
export function messagesFor(node?: Element | null): LocalMessages {
  const locale = localeFor(node);
  const known = [locale, ...navigator.languages].find(textsIn) ?? 'en';
  const [label, loading, error, close, page] = textsIn(known)!;
  const own = Object.entries(configuration.messages ?? {}).filter(([, text]) => text?.trim());
  // A seller writes in the language of the page.
  return {
    label,
    loading,
    error,
    close,
    page,
    lang: own[0] ? locale : known,
    ...Object.fromEntries(own),
  } as LocalMessages;
}
