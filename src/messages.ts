import { configuration, type Messages } from './config.ts';

/** One line a language: its code, then the texts in the order of `Messages`. */
const TEXTS = `en|Buy now|Loading…|Please try again.|Close|Checkout page
de|Jetzt kaufen|Wird geladen…|Bitte erneut versuchen.|Schließen|Zur Kasse
es|Comprar ahora|Cargando…|Inténtalo de nuevo.|Cerrar|Página de pago
fr|Acheter|Chargement…|Veuillez réessayer.|Fermer|Page de paiement
it|Acquista ora|Caricamento…|Riprova.|Chiudi|Pagina di pagamento
pt|Comprar agora|Carregando…|Tente novamente.|Fechar|Página de pagamento
nl|Nu kopen|Laden…|Probeer het opnieuw.|Sluiten|Betaalpagina
pl|Kup teraz|Ładowanie…|Spróbuj ponownie.|Zamknij|Strona płatności
tr|Satın al|Yükleniyor…|Lütfen tekrar deneyin.|Kapat|Ödeme sayfası
ja|今すぐ購入|読み込み中…|もう一度お試しください。|閉じる|決済ページ
ko|지금 구매|로딩 중…|다시 시도해 주세요.|닫기|결제 페이지
zh|立即购买|正在加载…|请重试。|关闭|结账页面
vi|Mua ngay|Đang tải…|Vui lòng thử lại.|Đóng|Trang thanh toán
ar|اشترِ الآن|جارٍ التحميل…|حاول مرة أخرى.|إغلاق|صفحة الدفع
hi|अभी खरीदें|लोड हो रहा है…|फिर कोशिश करें।|बंद करें|भुगतान पेज`;

const languages = new Map(TEXTS.split('\n').map((line) => [line.slice(0, 2), line.slice(3).split('|')]));

/** The codes of the built-in languages. */
export const languageCodes = [...languages.keys()];

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

/** The texts for the element: the seller's own, else those of the first built-in language that fits. */
export function messagesFor(node?: Element | null): Messages {
  const wanted = [localeFor(node), ...navigator.languages].map((tag) => tag.toLowerCase().split('-')[0]!);
  const texts = languages.get(wanted.find((code) => languages.has(code)) ?? 'en')!;
  const [label, loading, error, close, page] = texts;
  return { label, loading, error, close, page, ...configuration.messages } as Messages;
}
