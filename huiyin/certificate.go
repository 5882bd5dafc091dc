package huiyin

import (
	"strings"
	"time"
)

// Authority is the company's own authority that vouches for the portal's certificate, as the guide for
// the office's PCs shows it.
type Authority struct {
	Name         string
	SHA256, SHA1 string   // fingerprints in hexadecimal, to be compared before it is trusted
	Addresses    []string // where browsers reach the portal
	Until        time.Time
	Bound        bool // it can vouch for these addresses and those of private networks only
}

// AuthorityFile is the name under which the authority is downloaded.
const AuthorityFile = "huiyin-ca.crt"

// ShortCertificate is how long before its end a certificate is called to mind.
const ShortCertificate = 30 * 24 * time.Hour

// GuidePart says how one kind of device comes to trust the authority: steps, then commands that do the same.
type GuidePart struct {
	Device   string
	Steps    []string
	Commands []string
}

// GuideFirst is what everybody does before.
var GuideFirst = []string{
	"打开回音的地址，从登录页下方进入证书安装说明（网址末尾是 /certificate），下载 huiyin-ca.crt。第一次打开时浏览器会警告，选择继续访问。",
	"安装前把文件的指纹与这里的指纹逐字核对；不一致不要安装，并告诉管理员。",
	"安装后关闭全部浏览器窗口，重新打开上面的地址，没有警告即已装好。",
}

// GuideParts is the guide, device by device.
var GuideParts = []GuidePart{
	{
		"Windows（Chrome、Edge、360 浏览器）",
		[]string{
			"双击 huiyin-ca.crt，在“详细信息”里找到“指纹”，与 SHA-1 指纹核对。",
			"点“安装证书”，选“本地计算机”，再选“将所有的证书都放入下列存储”。",
			"点“浏览”，选“受信任的根证书颁发机构”，完成。也可以用管理员身份运行命令：",
		},
		[]string{"certutil -addstore -f Root huiyin-ca.crt"},
	},
	{
		"Windows 域内的全部电脑（组策略）",
		[]string{
			"在组策略管理编辑器里打开：计算机配置、策略、Windows 设置、安全设置、公钥策略、受信任的根证书颁发机构。",
			"右键选“导入”，选 huiyin-ca.crt。电脑下次更新策略时生效，要马上生效可以运行命令：",
		},
		[]string{"gpupdate /force"},
	},
	{
		"统信 UOS、银河麒麟",
		[]string{
			"浏览器：设置、隐私和安全、管理证书、授权机构，导入 huiyin-ca.crt，勾选“信任该证书，以标识网站的身份”。",
			"系统和全部浏览器也可以用命令安装（certutil 在 libnss3-tools 软件包里）：",
		},
		[]string{
			"sudo cp huiyin-ca.crt /usr/local/share/ca-certificates/ && sudo update-ca-certificates",
			"certutil -d sql:$HOME/.pki/nssdb -A -t C,, -n huiyin-ca -i huiyin-ca.crt",
		},
	},
	{
		"macOS（Safari、Chrome）",
		[]string{
			"双击 huiyin-ca.crt，加入钥匙串访问的“系统”。双击它，在“信任”里把“使用此证书时”设为“始终信任”。也可以用命令：",
		},
		[]string{"sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain huiyin-ca.crt"},
	},
	{
		"Firefox（各种系统）",
		[]string{
			"设置、隐私与安全、查看证书、证书颁发机构，导入 huiyin-ca.crt，勾选“信任由此证书颁发机构来标识网站”。",
		},
		nil,
	},
	{
		"iPhone、iPad",
		[]string{
			"用 Safari 下载 huiyin-ca.crt 并允许，再到设置、已下载描述文件，安装。",
			"到设置、通用、关于本机、证书信任设置，打开这张证书的开关。",
		},
		nil,
	},
	{
		"安卓、鸿蒙手机",
		[]string{
			"用浏览器下载 huiyin-ca.crt，到设置、安全、加密与凭据、从存储设备安装、CA 证书，选中它。各品牌的菜单名称略有不同，可以在设置里搜索“CA 证书”。",
		},
		nil,
	},
}

// GuideBound says what an authority that is bound cannot do.
const GuideBound = "这个证书颁发机构只能为上面的地址和内网地址作证，不能用来冒充别的网站。停用回音时，从安装的位置删除它。"

// Fingerprint groups a fingerprint by four, as it is read aloud.
func Fingerprint(hex string) string {
	var b strings.Builder
	for i, r := range strings.ToUpper(hex) {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
	}
	return b.String()
}
