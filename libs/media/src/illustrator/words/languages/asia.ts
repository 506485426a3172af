/** The same for Chinese, Japanese, Korean and Indonesian: head | zh | ja | ko | id. Signs as in `nature.ts`. Chinese has words in both kinds of characters. */
export const ASIA = `
cat | 猫 貓 猫咪 貓咪 | 猫 ねこ ネコ 子猫 | 고양이 | kucing
dog | 狗 犬 小狗 | 犬 いぬ イヌ 子犬 | 개 강아지 | anjing
horse | 马 馬 | 馬 うま | 말? | kuda
cow | 牛 奶牛 | 牛 | 소? 젖소 | sapi
pig | 猪 豬 | 豚 ブタ | 돼지 | babi
sheep | 羊 绵羊 | 羊 ヒツジ | 양? | domba
bird | 鸟 鳥 鸟儿 | 鳥 小鳥 | 새? 새들 | burung
fish | 鱼 魚 | 魚 | 물고기 생선 | ikan
wolf | 狼 | 狼 オオカミ | 늑대 | serigala
fox | 狐狸 | 狐 キツネ きつね | 여우 | rubah
bear | 熊 | 熊 クマ | 곰 | beruang
lion | 狮子 獅子 | ライオン | 사자 | singa
tiger | 老虎 | 虎 トラ | 호랑이 | harimau
elephant | 大象 象 | 象 ゾウ | 코끼리 | gajah
monkey | 猴子 猴 | 猿 サル | 원숭이 | monyet
deer | 鹿 | 鹿 シカ | 사슴 | rusa
mouse | 老鼠 鼠 | ネズミ ねずみ | 쥐 | tikus
rabbit | 兔子 兔 | うさぎ ウサギ 兎 | 토끼 | kelinci
chicken | 鸡 雞 母鸡 | 鶏 ニワトリ | 닭 | ayam
duck | 鸭子 鸭 烤鸭 鴨 | アヒル 鴨 | 오리 | bebek
eagle | 鹰 老鹰 | 鷲 ワシ | 독수리 | elang
owl | 猫头鹰 貓頭鷹 | フクロウ ふくろう | 올빼미 부엉이 | burung-hantu
penguin | 企鹅 企鵝 | ペンギン | 펭귄 | penguin
@panda | 熊猫 大熊猫 熊貓 | パンダ | 판다 | panda
whale | 鲸鱼 鲸 鯨魚 | クジラ 鯨 | 고래 | paus
dolphin | 海豚 | イルカ | 돌고래 | lumba-lumba
shark | 鲨鱼 鯊魚 | サメ | 상어 | hiu
octopus | 章鱼 章魚 | タコ | 문어 | gurita
coral | 珊瑚 | サンゴ 珊瑚 | 산호 | karang
bee | 蜜蜂 | 蜂 ミツバチ ハチ | 벌? 꿀벌 | lebah
ant | 蚂蚁 螞蟻 | アリ 蟻 | 개미 | semut
spider | 蜘蛛 | クモ 蜘蛛 | 거미 | laba-laba
butterfly | 蝴蝶 | 蝶 チョウ | 나비 | kupu-kupu
mosquito | 蚊子 | 蚊 | 모기 | nyamuk
insect | 昆虫 虫子 昆蟲 | 昆虫 虫 | 곤충 벌레 | serangga
snake | 蛇 | 蛇 ヘビ | 뱀 | ular
frog | 青蛙 | カエル 蛙 | 개구리 | katak
turtle | 乌龟 海龟 烏龜 | カメ 亀 | 거북이 | kura-kura penyu
dinosaur | 恐龙 恐龍 | 恐竜 | 공룡 | dinosaurus
animal | 动物 動物 | 動物 | 동물 | hewan binatang
tree | 树 樹 树木 大树 | 木 樹木 | 나무 | pohon
forest | 森林 树林 | 森 森林 | 숲 | hutan
flower | 花? 花朵 鲜花 | 花 | 꽃 | bunga
@cherry-blossom | 樱花 櫻花 | 桜 さくら | 벚꽃 | sakura
plant | 植物 | 植物 | 식물 | tanaman
leaf | 叶子 树叶 葉子 | 葉 葉っぱ | 잎 나뭇잎 | daun
mushroom | 蘑菇 香菇 | キノコ きのこ | 버섯 | jamur
garden | 花园 花園 | 庭 庭園 | 정원 | taman kebun
sea | 海 大海 海洋 | 海 | 바다 | laut samudra
wave | 海浪 波浪 | 波 | 파도 | ombak
beach | 海滩 沙滩 海灘 | 海辺 ビーチ | 해변 | pantai
island | 岛 岛屿 島 | 島 | 섬 | pulau
lake | 湖 湖泊 | 湖 | 호수 | danau
river | 河 河流 江 | 川 河 | 강? 강물 | sungai
waterfall | 瀑布 | 滝 | 폭포 | air-terjun
water | 水 温水 热水 开水 喝水 | 水 お水 | 물? | air
ship | 船 轮船 | 船 | 배? 선박 | kapal
mountain | 山 高山 | 山 | 산? | gunung
volcano | 火山 | 火山 | 화산 | gunung-api
desert | 沙漠 | 砂漠 | 사막 | gurun
stone | 石头 岩石 石頭 | 石 岩 | 돌? 바위 | batu
ice | 冰 冰块 | 氷 | 얼음 | =es
snow | 雪 | 雪 | 눈? 눈사람 | salju
winter | 冬天 冬季 | 冬 | 겨울 | musim-dingin
rain | 雨 雨水 下雨 下着雨 下大雨 大雨 暴雨 小雨 雨天 | 雨 大雨 小雨 | 비? 빗물 | hujan
storm | 暴风雨 风暴 台风 | 嵐 台風 | 폭풍 태풍 | badai
wind | 风 風 | 風 | 바람 | angin
cloud | 云 雲 云朵 | 雲 | 구름 | awan
rainbow | 彩虹 | 虹 | 무지개 | pelangi
sun | 太阳 太陽 阳光 | 太陽 日光 | 태양 햇빛 햇볕 | matahari
moon | 月亮 月球 | 月 お月様 | 달? 보름달 | =rembulan
star | 星星 恒星 | 星 | 별 | bintang
planet | 行星 | 惑星 | 행성 | planet
earth | 地球 | 地球 | 지구 | bumi
space | 宇宙 太空 银河 | 宇宙 銀河 | 우주 은하 | luar-angkasa
rocket | 火箭 | ロケット | 로켓 | roket
astronaut | 宇航员 太空人 | 宇宙飛行士 | 우주비행사 | astronot
telescope | 望远镜 望遠鏡 | 望遠鏡 | 망원경 | teleskop
fire | 火 火焰 大火 | 火 炎 | 불? 화재 | api
night | 夜晚 深夜 | 夜 | 밤? | malam?
morning | 日出 清晨 | 朝日 夜明け | 일출 새벽 | fajar
evening | 日落 黄昏 | 夕日 夕焼け | 노을 일몰 | senja
summer | 夏天 夏季 | 夏 | 여름 | musim-panas
bread | 面包 麵包 | パン | 빵 | roti
rice>cooked-rice | 米饭 大米 米飯 | ご飯 お米 | 밥 쌀 | nasi beras
@steaming-bowl | 面条 拉面 麵條 | ラーメン うどん そば | 국수 라면 | mi mie bakso
@dumpling | 饺子 餃子 包子 | 餃子 | 만두 | pangsit
@sushi | 寿司 | 寿司 | 초밥 스시 | sushi
soup>pot-of-food | 汤 湯 火锅 火鍋 | スープ 鍋 味噌汁 | 국? 찌개 | sup soto
salt | 盐 鹽 | 塩 | 소금 | garam
sugar | 糖 白糖 | 砂糖 | 설탕 | gula
coffee | 咖啡 | コーヒー | 커피 | kopi
tea | 茶 茶叶 绿茶 红茶 茶葉 | お茶 茶 紅茶 緑茶 | 차? 녹차 홍차 | teh
@teapot | 茶壶 茶壺 水壶 | 急須 やかん | 주전자 | teko
wine | 葡萄酒 红酒 | ワイン | 와인 | anggur?
beer | 啤酒 | ビール | 맥주 | bir
milk | 牛奶 | 牛乳 ミルク | 우유 | susu
cheese | 奶酪 芝士 | チーズ | 치즈 | keju
egg | 鸡蛋 蛋 雞蛋 | 卵 たまご 玉子 | 계란 달걀 | telur
meat>cut-of-meat | 肉 牛肉 猪肉 | 肉 お肉 牛肉 豚肉 | 고기 | daging
apple | 苹果 蘋果 | りんご リンゴ | 사과 | apel
fruit | 水果 | 果物 フルーツ | 과일 | buah buah-buahan
tomato | 番茄 西红柿 | トマト | 토마토 | tomat
potato | 土豆 马铃薯 | じゃがいも ジャガイモ | 감자 | kentang
carrot>carrot | 胡萝卜 | にんじん ニンジン | 당근 | wortel
onion>onion | 洋葱 洋蔥 | 玉ねぎ | 양파 | bawang
garlic>garlic | 大蒜 蒜 | にんにく ニンニク | 마늘 | bawang-putih
@leafy-green | 蔬菜 白菜 青菜 菜? | 野菜 キャベツ | 채소 배추 야채 | sayur sayuran
@hot-pepper | 辣椒 | 唐辛子 | 고추 | cabai
@lemon | 柠檬 檸檬 | レモン | 레몬 | lemon
@tangerine | 橙子 橘子 | みかん オレンジ | 오렌지 귤 | jeruk
@banana | 香蕉 | バナナ | 바나나 | pisang
@strawberry | 草莓 | いちご イチゴ | 딸기 | stroberi
@grapes | 葡萄 | ぶどう ブドウ | 포도 |
@watermelon | 西瓜 | スイカ すいか | 수박 | semangka
@peach | 桃子 | 桃 もも | 복숭아 | persik
@coconut | 椰子 | ココナッツ | 코코넛 | kelapa
honey | 蜂蜜 | 蜂蜜 はちみつ | 꿀 | madu
@chocolate-bar | 巧克力 | チョコレート チョコ | 초콜릿 | cokelat coklat
cake>birthday-cake | 蛋糕 | ケーキ | 케이크 | kue
@ice-cream | 冰淇淋 冰激凌 | アイスクリーム アイス | 아이스크림 | es-krim
@pizza | 披萨 比萨 | ピザ | 피자 | pizza
@hamburger | 汉堡 汉堡包 | ハンバーガー | 햄버거 | burger
kitchen | 厨房 廚房 | 台所 キッチン | 부엌 주방 | dapur
restaurant | 餐厅 饭店 餐廳 | レストラン 食堂 | 식당 레스토랑 | restoran
food | 食物 美食 食品 | 食べ物 料理 | 음식 | makanan
breakfast>cooking | 早餐 早饭 | 朝食 朝ごはん | 아침식사 | sarapan
lunch>fork-and-knife-with-plate | 午餐 晚餐 晚饭 午饭 | 昼食 夕食 | 점심 저녁식사 |
@chopsticks | 筷子 | 箸 お箸 | 젓가락 | sumpit
@spoon | 勺子 勺 | スプーン | 숟가락 | sendok
pan>cooking | 平底锅 锅 鍋子 | フライパン | 프라이팬 | wajan
knife>kitchen-knife | 刀 菜刀 | 包丁 ナイフ | 칼 | pisau
bottle | 瓶子 | 瓶 ボトル | 병? | botol
glass>tumbler-glass | 玻璃杯 杯子 | コップ グラス | 유리컵 컵 | gelas
refrigerator | 冰箱 | 冷蔵庫 | 냉장고 | kulkas
heart | 心脏 心臟 | 心臓 | 심장 | jantung
brain | 大脑 大腦 脑子 | 脳 | 뇌 두뇌 | otak
blood | 血液 血 | 血液 血 | 피? 혈액 | darah
bone | 骨头 骨骼 骨頭 | 骨 | 뼈 | tulang
lung | 肺 | 肺 | 폐? | paru-paru
tooth | 牙齿 牙齒 | 歯 | 이빨 치아 | gigi
eye | 眼睛 | 目 | 눈동자 | mata?
virus | 病毒 | ウイルス | 바이러스 | virus
bacteria | 细菌 細菌 | 細菌 | 세균 박테리아 | bakteri
vaccine>syringe | 疫苗 | ワクチン | 백신 | vaksin
doctor | 医生 醫生 | 医者 医師 | 의사 | dokter
hospital | 医院 醫院 | 病院 | 병원 |
health | 健康 | 健康 | 건강 | kesehatan
pill | 药片 药 藥 | 薬 | 약? 알약 | obat
sleep | 睡眠 | 睡眠 眠り | 잠? 수면 | tidur?
bed | 床 | ベッド 布団 | 침대 | tempat-tidur ranjang
war | 战争 戰爭 | 戦争 | 전쟁 | perang
soldier | 士兵 军队 | 兵士 軍隊 | 군인 병사 군대 | tentara prajurit
sword | 剑 劍 | 剣 刀? | 검? | pedang
king | 国王 皇帝 | 王様 王 皇帝 | 왕 황제 | raja kaisar
castle | 城堡 | 城 お城 | 성? | istana
pyramid | 金字塔 | ピラミッド | 피라미드 | piramida
temple>classical-building | 寺庙 神庙 寺廟 | 寺 お寺 神社 | 절? 사원 | candi kuil
treasure | 宝藏 黄金 寶藏 | 宝物 金塊 | 보물 황금 | harta-karun emas
bridge | 桥 橋 大桥 | 橋 | 다리? | jembatan
city | 城市 都市 | 都市 街 町 | 도시 | kota
street | 街道 马路 | 通り 道路 | 거리? 길거리 | jalan?
car | 汽车 车 汽車 车子 | 車 自動車 | 자동차 차량 | mobil
truck | 卡车 卡車 | トラック | 트럭 | truk
bus | 公交车 公交 巴士 公车 | バス | 버스 | =bus
train | 火车 高铁 列车 火車 | 電車 列車 新幹線 | 기차 열차 | kereta
@metro | 地铁 地鐵 | 地下鉄 | 지하철 | =mrt
bicycle | 自行车 单车 脚踏车 骑车 | 自転車 | 자전거 | sepeda
@motorcycle | 摩托车 | バイク | 오토바이 | motor? sepeda-motor
airplane | 飞机 飛機 | 飛行機 | 비행기 | pesawat
airport>airplane | 机场 機場 | 空港 | 공항 | bandara
journey | 旅行 旅程 旅游 | 旅 旅行 | 여행 | perjalanan
map | 地图 地圖 | 地図 | 지도 | peta
@luggage | 行李 行李箱 | 荷物 スーツケース | 짐? 여행가방 | koper
@backpack | 背包 书包 | リュック ランドセル | 배낭 책가방 | ransel
hat | 帽子 | 帽子 | 모자 | topi
shoe | 鞋子 鞋 | 靴 | 신발 구두 | sepatu
shirt>t-shirt | 衬衫 T恤 | シャツ | 셔츠 티셔츠 | kemeja kaus
clothes | 衣服 | 服 洋服 | 옷 | pakaian baju
@umbrella | 雨伞 雨傘 伞 | 傘 | 우산 | payung
@glasses | 眼镜 眼鏡 | 眼鏡 メガネ | 안경 | kacamata
gift>wrapped-gift | 礼物 禮物 | プレゼント 贈り物 | 선물 | hadiah kado
@balloon | 气球 氣球 | 風船 | 풍선 | balon
money | 钱 金钱 錢 | お金 | 돈 | uang
coin | 硬币 硬幣 | 硬貨 コイン | 동전 | koin
bank | 银行 銀行 | 銀行 | 은행 | =bank
save | 储蓄 存款 | 貯金 節約 | 저축 적금 | tabungan
debt | 贷款 债务 | 借金 | 빚 대출 | utang hutang
economy | 经济 股市 股票 | 経済 株式 | 경제 주식 | ekonomi saham
office | 办公室 辦公室 | オフィス 会社 | 사무실 | kantor
school | 学校 學校 | 学校 | 학교 | sekolah
teacher | 老师 老師 教师 | 先生 教師 | 선생님 교사 | guru
university | 大学 大學 | 大学 | 대학교 | universitas
book | 书 書 书籍 图书馆 | 本 図書館 | 책 도서관 | buku perpustakaan
pencil>pencil | 铅笔 鉛筆 | 鉛筆 えんぴつ | 연필 | pensil
notebook>notebook-with-decorative-cover | 笔记本 本子 日记 | ノート 日記 | 공책 일기 | buku-catatan
letter>envelope | 信件 信封 | 手紙 | 편지 | surat
@newspaper | 报纸 報紙 | 新聞 | 신문 | koran
science | 科学 科学家 科學 | 科学 科学者 | 과학 과학자 | ilmuwan sains
microscope | 显微镜 | 顕微鏡 | 현미경 | mikroskop
computer | 电脑 计算机 電腦 互联网 | パソコン コンピューター コンピュータ | 컴퓨터 인터넷 | komputer internet
robot | 机器人 機器人 | ロボット | 로봇 | robot
phone | 手机 手機 电话 | 携帯 スマホ スマートフォン 電話 | 휴대폰 스마트폰 전화기 | ponsel telepon hp
@television | 电视 電視 | テレビ | 텔레비전 | televisi tv
camera | 相机 相機 | カメラ | 카메라 | kamera
photo>camera | 照片 拍照 | 写真 | 사진 | foto
electricity | 电 电力 電力 | 電気 電力 | 전기 | listrik
lamp>light-bulb | 灯 灯泡 電燈 | 電球 ランプ | 전구 전등 | lampu
candle | 蜡烛 蠟燭 | ろうそく | 촛불 양초 | lilin
clock | 时钟 闹钟 手表 | 時計 目覚まし | 시계 | =jam? jam-tangan
factory | 工厂 工廠 | 工場 | 공장 | pabrik
tool | 工具 | 道具 工具 | 도구 공구 | alat perkakas
hammer | 锤子 | ハンマー | 망치 | palu
@scissors | 剪刀 | はさみ ハサミ | 가위 | gunting
music | 音乐 音樂 歌曲 | 音楽 歌 | 음악 노래 | musik lagu
guitar | 吉他 | ギター | 통기타 | gitar
piano | 钢琴 鋼琴 | ピアノ | 피아노 | piano
film | 电影 電影 | 映画 | 영화 | =film bioskop
football | 足球 | サッカー | 축구 | sepak-bola sepakbola
@basketball | 篮球 籃球 | バスケットボール | 농구 | bola-basket
sport | 运动 體育 体育 | スポーツ 運動 | 운동 스포츠 | olahraga
running | 跑步 马拉松 | マラソン | 달리기 마라톤 | maraton
chess | 国际象棋 | チェス | 체스 | catur
trophy | 奖杯 | トロフィー | 트로피 | piala
house | 房子 家 房屋 | 家 お家 | 집 | rumah
hospital-house>hospital | | | | rumah-sakit
door | 门 門 大门 | 扉 ドア | 문? 대문 | pintu
window>window | 窗户 窗 窗戶 | 窓 | 창문 | jendela
key | 钥匙 鑰匙 | 鍵 | 열쇠 | kunci?
@chair | 椅子 沙发 | 椅子 ソファ | 의자 | kursi
@mirror | 镜子 鏡子 | 鏡 | 거울 | cermin
family | 家庭 家人 | 家族 | 가족 | keluarga
child | 孩子 儿童 小孩 | 子供 子ども | 어린이 아이들 | anak anak-anak
friend | 朋友 | 友達 友人 | 친구 | teman sahabat
love | 爱情 愛情 | 愛 恋 | 사랑 | cinta
stress>person-in-lotus-position | 瑜伽 冥想 | ヨガ 瞑想 | 요가 명상 | yoga meditasi
police | 警察 法律 法院 | 警察 法律 | 경찰 법원 | polisi hukum
government | 政府 选举 | 政府 選挙 | 정부 선거 | pemerintah pemilu
idea | 主意 想法 | アイデア | 아이디어 | ide
magic>magic-wand | 魔法 魔术 | 魔法 魔法使い | 마법 마술 | sihir
dragon>dragon-face | 龙 龍 | 竜 ドラゴン | 용? 드래곤 | naga
@takeout-box | 外卖 | 弁当 | 도시락 |
wall>brick | 长城 墙 城墙 | 壁 | 벽? 성벽 | tembok
salary>money-bag | 工资 薪水 | 給料 | 월급 | gaji
farmer>tractor | 农民 | 農家 | 농부 | petani
cable-car>mountain-cableway | 缆车 | ロープウェイ | 케이블카 |
tent>tent | 帐篷 | テント | 텐트 | tenda
garbage>wastebasket | 垃圾 | ゴミ ごみ | 쓰레기 | sampah
- | 时间 时候 分钟 小时 今天 明天 昨天 年 月 日 天 周 | 時間 今日 明日 昨日 年 日 週 分 | 시간 오늘 내일 어제 하루 년 월 일 | waktu hari minggu tahun menit
- | 人 人们 男人 女人 世界 生活 东西 事情 问题 | 人 人々 世界 生活 物 事 問題 | 사람 사람들 세계 생활 것 문제 | orang dunia hidup hal masalah
@table | 桌子 餐桌 | テーブル 食卓 | 식탁 탁자 | meja
@park-bench | 长椅 長椅 | ベンチ | 벤치 | bangku
@tower | 塔楼 高塔 | 塔 | 탑 | menara
@statue | 雕像 铜像 | 銅像 彫像 | 동상 | patung
@cave | 洞穴 山洞 | 洞窟 | 동굴 | gua
@fence | 栅栏 篱笆 | フェンス | 울타리 | pagar
@oven | 烤箱 | オーブン | 오븐 | oven
@submarine | 潜艇 潛艇 潜水艇 | 潜水艦 | 잠수함 | kapal-selam
@drone | 无人机 無人機 | ドローン | 드론 | drone
@towel | 毛巾 | タオル | 수건 | handuk
@carpet | 地毯 | カーペット 絨毯 | 카펫 | karpet
@microwave | 微波炉 | 電子レンジ | 전자레인지 | microwave
@washing-machine | 洗衣机 洗衣機 | 洗濯機 | 세탁기 | mesin-cuci
@sweater | 毛衣 | セーター | 스웨터 | sweter
lawyer>balance-scale | 律师 律師 | 弁護士 | 변호사 | pengacara
waiter>bellhop-bell | 服务员 服務員 | ウェイター | 웨이터 | pelayan
pumpkin>jack-o-lantern | 南瓜 | かぼちゃ カボチャ | 호박 | labu
@ear-of-corn | 玉米 | とうもろこし トウモロコシ | 옥수수 | jagung
@tangerine | 橙子 橘子 | みかん オレンジ | 오렌지 귤 | jeruk
@gloves | 手套 | 手袋 | 장갑 | sarung-tangan
park>deciduous-tree | 公园 公園 | 公園 | 공원 |
zoo>elephant | 动物园 動物園 | 動物園 | 동물원 | kebun-binatang
@circus-tent | 马戏团 馬戲團 | サーカス | 서커스 | sirkus
skyscraper>office-building | 摩天大楼 摩天大樓 | 高層ビル 摩天楼 | 고층빌딩 | pencakar-langit
pillow>bed | 枕头 枕頭 | 枕 | 베개 이불 | bantal
yogurt>glass-of-milk | 酸奶 優格 | ヨーグルト | 요거트 | yogurt
`;
