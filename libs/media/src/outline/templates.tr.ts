import type { Templates } from './templates.js';

// prettier-ignore
export const TURKISH: Templates = {
  hooks: {
    clause: [], about: [],
    question: ['{Q}', '{Q} Güzel bir soru.', 'Basit bir soru: {Q}', '{Q} Önce tahmin etmeyi deneyin.', 'Dürüst olun: {Q}', 'Soruyla başlayalım. {Q}', '{Q} Sakin sakin düşünelim.'],
    subject: [
      'Bugünkü konumuz: {S}.', '{S}. Gelin, daha yakından bakalım.', 'Bunu konuşalım: {S}.', 'Tek bir konu, birkaç düşünce, acele yok: {S}.', 'Bunu hiç düşündünüz mü? {S}.', 'Ekranı kaydırmadan önce tek bir düşünce: {S}.', '{S}. Nereden başlasak?', 'Bir an duralım: {S}.', '{S}. Adım adım gidelim.',
    ],
    free: ['Daha yakından bakın.', 'Biraz daha kalın.', 'Gelin, birlikte bakalım.', 'Basit bir düşünceyle başlayalım.'],
  },
  recalls: {
    clause: [], about: [],
    question: ['Soruya dönelim. {Q}', 'Bir kez daha soralım. {Q}', 'Peki, şimdi ne düşünüyorsunuz? {Q}'],
    subject: ['Konumuza dönelim: {S}.', 'Gözden kaçırmayalım: {S}.', 'Bir kez daha söyleyelim: {S}.'],
  },
  context: [
    'İlk izlenim çoğu zaman yalnızca yüzeyi gösterir.', 'Kısa cevap cazip gelir, ama uzunu çoğunlukla daha ilginçtir.', 'İyi bir soru nadiren tek başına gelir.', 'Gürültüyü dışarıda bırakıp işin özüne bakalım.', 'Yavaş yavaş, düşünce düşünce ilerleyelim.', 'Sonunda sınav yok.',
    'Meraklı olmak için uzman olmak gerekmez.', 'Alışılmış cevapları bir süreliğine kenara koyalım.', 'Belki bir kısmını zaten biliyorsunuz.', 'Biraz uzaklaşmak çoğu zaman bütünü görmeye yardım eder.', 'Bunu konunun etrafında kısa bir yürüyüş gibi düşünün.',
  ],
  points: [
    ['Gördüğünüz şeyle başlayın.', 'Hemen fark ettiğiniz ne, sonradan fark ettiğiniz ne?', 'İkinci bakışa neredeyse her zaman değer.'],
    ['Şimdi altında ne olduğunu sorun.', 'Anlamak için neyi bilmek gerekirdi?', 'Aklınıza gelen ilk tahmini not edin.'],
    ['Ölçeği düşünün.', 'Çok yakından nasıl görünür, uzaktan nasıl görünür?', 'İki bakış da önemlidir.'],
    ['Bir de zaman var.', 'Önceden nasıldı, sonra nasıl olabilir?', 'Hayal etmek serbest.'],
    ['İnsanları düşünün.', 'Bu kimin için önemli, niçin önemli?', 'Fırsatınız olursa onlara sorun.'],
    ['Konuyu tersine çevirelim.', 'Bu hiç olmasaydı ne eksik kalırdı?', 'Bazen bir boşluk birçok sözden fazlasını anlatır.'],
    ['Ayrıntılara dikkat edin.', 'Birini seçin ve bir süre onunla kalın.', 'Aklınıza ilk hangisi geldi?'],
    ['Bir çocuk burada ne sorardı?', 'Herhâlde en kısa soruyu: neden?', 'Daha iyisini bulmak zor.'],
    ['İyi bildiğiniz bir şeyle karşılaştırın.', 'Benzerlik nerede tutuyor, nerede tutmuyor?', 'İşte orada iş ilginçleşir.'],
    ['Bunu bir arkadaşınıza anlattığınızı düşünün.', 'Önce hangi kelimeleri seçerdiniz?', 'Sade bir dille anlatabilen, epey yol almış demektir.'],
    ['Dürüst olalım: Her şeyi bilmiyoruz.', 'Açık kalan bir soru başarısızlık değildir.', 'Bir davettir.'],
  ],
  advice: [
    ['İstediğinizden daha küçük başlayın.', 'Atılmış bir adım güzel bir plandan değerlidir.'], ['Tek bir şey seçin.', 'Gerisi bekleyebilir.'], ['Yalnızca neyi değil, ne zaman olduğunu da belirleyin.', 'Takviminize yazın.'], ['Başlangıcı kolaylaştırın.', 'Gerekenleri önceden hazırlayın.'],
    ['Bugün bir engeli kaldırın.', 'En küçüğü yeter.'], ['İşe yarayanı koruyun.', 'Her şeyin yeni olması gerekmez.'], ['Nasıl gittiğini not edin.', 'Kâğıtta bir çizgi yeter.'], ['Kötü bir günü de hesaba katın.', 'Ertesi gün kaldığınız yerden devam edin.'],
    ['Bir adım önde olan birine sorun.', 'Birçok kişi seve seve yardım eder.'], ['Kendinize mola verin.', 'Sonrası çoğu zaman daha kolay olur.'],
  ],
  closes: [
    'Siz ne düşünüyorsunuz? Yorumlara yazın.', 'Merakınızı koruyun.', 'Videoyu ilgilenecek biriyle paylaşın.', 'Şimdi sıra sizde.', 'Siz ne eklerdiniz? Aşağıya yazın.', 'İzlediğiniz için teşekkürler. Görüşmek üzere.', 'Bu düşünceyi yanınıza alın.', 'Hoşça kalın.', 'Bugünlük bu kadar.',
  ],
  openings: { clause: [], subject: ['{S}.', 'Konumuz: {S}.', 'Kısaca: {S}.'], about: [] },
  replies: {
    question: ['Siz nasıl cevap verirdiniz? Yorumlara yazın.', 'Cevabı biliyor musunuz? Aşağıya yazın.', 'Cevabınız ne olurdu? Yorumlarda paylaşın.'],
    any: ['Eklemek istediğiniz bir şey var mı? Aşağıya yazın.', 'Bu konuda ne düşünüyorsunuz? Yorumlara yazın.', 'Peki, siz ne dersiniz? Yorum bırakın.'],
  },
  ordinals: ['Birincisi.', 'İkincisi.', 'Üçüncüsü.', 'Dördüncüsü.', 'Beşincisi.', 'Altıncısı.', 'Yedincisi.', 'Sekizincisi.', 'Dokuzuncusu.', 'Onuncusu.'],
  roles: { hook: 'Giriş', context: 'Bağlam', point: 'Düşünce', advice: 'Öneri', substance: 'Sizin sözlerinizle', close: 'Kapanış' },
};
