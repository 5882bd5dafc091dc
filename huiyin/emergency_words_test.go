package huiyin

import (
	"strings"
	"testing"
)

// What people say when there is an emergency, as they say it.
const emergencies = `电梯坏了，我妈被关在里面出不来
3栋电梯困人了快来
电梯门打不开，里面有两个孩子
电梯突然往下掉了两层，人吓坏了
我被卡在七楼和八楼之间的电梯里
轿厢停在半空，按铃没有人理
扶梯把孩子的鞋夹住了
老人被反锁在屋里，燃气还开着
我家孩子一个人被锁在家里
厨房下水道倒灌，污水已经流到客厅
马桶一直往上冒粪水，止不住
卫生间地漏返水，满屋都是脏水
暴雨后地下车库被淹，水没过车轮
楼上水管爆了，家里像水帘洞
暖气片崩开了，热水喷得到处都是
天花板漏水很大，水滴到电箱上了
消防栓被车撞断，水喷了三层楼高
水漫进电梯井了
雨水灌进配电房
整栋楼突然停电，家里有人用呼吸机
小区全部停水两天了，老人没水喝
我们单元没电了，冰箱药都要坏了
楼道里冒黑烟
对面阳台起火了
电动车在楼下自燃
配电箱闻到一股焦糊味
垃圾房烧起来了
有人在草坪放火
厨房闻到很浓的煤气味
燃气管漏气，嘶嘶响
燃气报警器一直响，一屋子臭味
楼道里有股天然气的味道
隔壁发生爆炸，玻璃都震碎了
煤气罐炸了
孩子摸路灯杆触电了
洗澡时热水器漏电，手麻了
电线掉下来了，垂在路中间
路灯杆打火，直冒火花
插座冒火花
老人在大堂滑倒，站不起来
我母亲在台阶上摔断了腿
孩子从滑梯上摔下来头破了
保洁阿姨晕倒在楼道
游泳池有小孩溺水
孩子掉进窨井里
外卖员在小区撞了一个老人，流了好多血
工人从脚手架上坠落
邻居老大爷叫不醒，没有呼吸
我爸心脏病发作，救护车进不来
业主被掉下来的瓷砖砸到头
我被小区的狗咬了，伤口很深
孩子的手被单元门夹伤
消防通道被私家车堵死了，救护车开不进去
消防车道停满了车
安全出口的门锁着，出不去
逃生通道被杂物堵住，起火跑不掉
防火门打不开
楼下有人打架，已经见血
保安动手打业主
有人持刀在大堂闹
门口有人拿着棍子砸车打人
邻居喝醉了要砍人
我被装修队围殴了
有陌生人撬门，请快来
楼上夫妻家暴，女的在喊救命，一直被打
售楼部今天有人要跳楼
有个女的站在天台边上哭
我不想活了，房子没了
你们不退钱我就死给你们看
他说要同归于尽
邻居小伙子在群里说想轻生
有人坐在楼顶栏杆上
孩子爬到窗台外面了
外墙瓷砖掉下来砸坏了车
吊顶塌下来了，差点砸到人
阳台护栏断裂，要掉下去了
围墙倒了，压着一辆电动车
地面塌陷出一个大坑
大树倒下压住了行人
空调外机摇摇欲坠，下面就是儿童乐园
天花板一整块石膏板掉下来
楼上扔下一个花盆，正好落在我脚边
又有人高空抛物，啤酒瓶砸碎在人行道
玻璃幕墙掉了一块
我家孩子在小区走失了
老母亲有老年痴呆，早上出去到现在没回来
独居老人两天没动静，敲门没人应
五岁的儿子不见了
幼儿园食堂吃完饭，好几个孩子上吐下泻
会所吃了海鲜，一桌人都拉肚子
喝了小区自来水，全家呕吐
邻居一氧化碳中毒了
几十个业主把售楼部围住了
两百多人在门口拉横幅
购房者冲进销售中心打砸
一群人堵在大门口不让车出
家里进了蛇
马蜂把孩子蜇了
小区流浪狗追着孩子咬
電梯困人，快點派人
樓上水管爆裂，水浸到客廳`

// What people say when there is none: past, denied, feared, or of something else that sounds alike.
const noEmergencies = `电梯广告太多，看着心烦
电梯里的灯坏了一个，比较暗
电梯年检过期了没有贴新标志
电梯运行时有异响，请来检查
电梯要等很久，早高峰不够用
我困惑的是物业费为什么涨价
孩子晚上被吵得犯困，上课没精神
办理过户遇到困难
卫生间天花板渗水，墙皮起泡
阳台窗边下雨时有点渗水
厨房水龙头滴水，请安排维修
水压太低，洗澡水小
水费多算了三吨
停水通知贴得太晚
下周三计划停电，请问几点恢复
停电的补偿怎么算
去年楼下着过火，现在墙还是黑的
以前着火的那家一直没有修
没有人受伤，只是车刮了
昨天的小火已经扑灭，想问赔偿
消防检查什么时候来
消防演练通知没有收到
建议加装高空抛物摄像头
担心电动车在楼道充电起火
希望安装燃气报警器
燃气报警器过期了，要求更换
燃气费缴费系统登录不上
燃气开户要带什么材料
灭火器过期了
消防器材箱的玻璃没有擦
火气大，客服说话冲
销售顾问发火骂人
售楼部太火爆，没有位置坐
楼下火锅店油烟大
烧烤店的油烟味飘到家里
邻居抽烟，烟味从排风口进来
装修噪音太大，晚上九点还在敲
楼上脚步声重，睡不好
广场舞声音太大
狗叫声影响休息
邻居养狗不牵绳
草坪上狗屎没人清理
垃圾三天没清运
绿化带枯死了，没有补种
保洁打扫不干净
保安态度冷淡，不回应
门禁卡刷不开，要求补办
车位被别人占了
停车费重复扣款
访客登记太慢
快递丢了没人管
快递柜收费不合理
物业费涨价没有公示
物业不开发票
违约金没有按合同算
合同里的面积和实测不一样
延期交房三个月，要求赔付
定金不肯退
销售承诺的学区没有兑现
折扣算错了两万元
中介多收佣金
贷款没有批下来，要求退首付
样板间和交付不一致
精装品牌被换成杂牌
入户门有划痕，要求更换
地板有空鼓，需要返工
窗户密封不严
墙面有裂纹，要求修补
油漆脱落，影响美观
外墙颜色和效果图不一样
玻璃上有水渍没清理
瓷砖颜色不一致
楼道灯不亮
单元门关不严
电梯厅的瓷砖有污渍
健身房跑步机坏了
儿童乐园的滑梯颜色褪了
游泳池水有点浑
会所餐厅打折活动没兑现
食堂的菜太咸
自来水有点黄
热水器安装位置不合理
暖气不热，只有十六度
空调外机声音大
网络信号不好
电视信号收不到
没有发生火灾，只是烟感误报
报警器误报，响了一夜
去年孩子摔伤的事，赔偿款还没到
上次停电以后一直没有说明原因
以前这里有人打架，现在好多了
如果电梯困人，应该打哪个电话
请问消防通道能不能临时停车
听说隔壁小区有人跳楼，是真的吗
演习的时候没有通知到我们
我家没有漏水，是楼下搞错了
保安不是打人，只是说话声音大
电费单看不懂
砍价没有成功，销售不理人
签约流程太慢，等了三个小时`

// Of a hundred emergencies at least 95 are offered, of a hundred others at most 5 (I14).
func TestI14_EmergenciesByWhatHappens(t *testing.T) {
	r := (&Org{}).EmergencyReading()
	for _, list := range []struct {
		yes, no string
		least   int
	}{{emergencies, noEmergencies, 100}, {moreEmergencies, moreNoEmergencies, 110}, {lastEmergencies, lastNoEmergencies, 50},
		{strangersEmergencies, strangersNoEmergencies, 170}, {freshEmergencies, freshNoEmergencies, 200}} {
		yes, no := strings.Split(strings.TrimSpace(list.yes), "\n"), strings.Split(strings.TrimSpace(list.no), "\n")
		if len(yes) < list.least || len(no) < list.least {
			t.Fatalf("%d and %d sentences", len(yes), len(no))
		}
		missed, alarms := 0, 0
		for _, s := range yes {
			if r.Find(s) == "" {
				missed++
				t.Logf("missed: %s", s)
			}
		}
		for _, s := range no {
			if w := r.Find(s); w != "" {
				alarms++
				t.Logf("false alarm: %s (%s)", s, w)
			}
		}
		t.Logf("of %d emergencies %d missed, of %d others %d alarm", len(yes), missed, len(no), alarms)
		if 20*missed > len(yes) || 20*alarms > len(no) {
			t.Errorf("%d emergencies are missed, %d others alarm", missed, alarms)
		}
	}
}

// The settings add patterns of the house's own; what is no pattern is refused (I14).
func TestI14_TheHouseAddsItsOwn(t *testing.T) {
	o := &Org{EmergencyWords: []string{"泳池 × 呛水 抽筋", "塔吊倾覆"}}
	for text, want := range map[string]bool{"小孩在泳池里呛水": true, "塔吊倾覆": true, "泳池开放时间": false} {
		if got := o.EmergencyReading().Find(text) != ""; got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	for _, wrong := range []string{"× 呛水", "泳池 ×", "×", "，"} {
		if _, err := checkedRecognition(Recognition{EmergencyWords: []string{wrong}}); KindOf(err) != KindInvalid {
			t.Errorf("%q is taken: %v", wrong, err)
		}
	}
}

// The administrator sets both, with an entry; nobody else does, and nothing wrong is kept (I9, I14).
func TestI9I14_TheSettingsAreJournalled(t *testing.T) {
	o := demo()
	r := Recognition{OwnPhones: []string{" 0755-26001234 ", "0755-26001234"}, EmergencyWords: []string{"泳池 × 呛水"}}
	if err := o.SetRecognition(o.as("v01"), monday, r); KindOf(err) != KindForbidden || len(o.Journal()) > 0 || o.OwnPhones != nil {
		t.Error("who administers nothing sets it", err, o.OwnPhones)
	}
	wrong := Recognition{OwnPhones: []string{"abc"}}
	if err := o.SetRecognition(o.as("admin"), monday, wrong); KindOf(err) != KindInvalid || len(o.Journal()) > 0 || o.OwnPhones != nil {
		t.Error("what is no phone is kept", err, o.OwnPhones)
	}
	if err := o.SetRecognition(o.as("admin"), monday, r); err != nil || len(o.Journal()) != 1 || len(o.OwnPhones) != 1 ||
		o.OwnPhones[0] != "0755-26001234" {
		t.Error(err, o.OwnPhones, o.Journal())
	}
	if err := o.SetRecognition(o.as("admin"), monday, r); err != nil || len(o.Journal()) != 1 {
		t.Error("the same again makes an entry", err)
	}
}
