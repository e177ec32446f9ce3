/** What people know about a family of models beside its name. */
interface Family {
	/** The company that makes its models. */
	readonly maker: string;
	/** Other words that people look for it by. */
	readonly aliases?: string;
}

/** By the family's name in the catalogue. */
const FAMILIES: Readonly<Record<string, Family>> = {
	ArkLin: { maker: 'ArkLin' },
	Doubao: { maker: 'ByteDance', aliases: 'tts voice 豆包' },
	DreamActor: { maker: 'ByteDance', aliases: 'jimeng dreamina' },
	FLUX: { maker: 'Black Forest Labs', aliases: 'bfl' },
	Gemini: { maker: 'Google', aliases: 'deepmind' },
	'GPT Image': { maker: 'OpenAI', aliases: 'chatgpt gpt-image dall-e' },
	Grok: { maker: 'xAI', aliases: 'imagine' },
	Hailuo: { maker: 'MiniMax', aliases: '海螺' },
	HappyHorse: { maker: 'Alibaba' },
	Higgsfield: { maker: 'Higgsfield' },
	Hitem3D: { maker: 'Hitem3D' },
	Hunyuan3D: { maker: 'Tencent', aliases: '混元' },
	HYPIR: { maker: 'HYPIR' },
	Jimeng: { maker: 'ByteDance', aliases: 'dreamina 即梦' },
	Kling: { maker: 'Kuaishou', aliases: '可灵' },
	LTX: { maker: 'Lightricks', aliases: 'ltxv' },
	Luma: { maker: 'Luma AI' },
	Marble: { maker: 'World Labs' },
	Meshy: { maker: 'Meshy' },
	Midjourney: { maker: 'Midjourney', aliases: 'mj youchuan 悠船' },
	MiniMax: { maker: 'MiniMax', aliases: 'hailuo 海螺' },
	Mureka: { maker: 'Kunlun', aliases: 'skywork' },
	'Nano Banana': { maker: 'Google', aliases: 'gemini flash image' },
	PixVerse: { maker: 'PixVerse' },
	Qwen: { maker: 'Alibaba', aliases: 'tongyi 通义 千问' },
	RunningHub: { maker: 'RunningHub', aliases: 'rh' },
	Runway: { maker: 'Runway', aliases: 'runwayml gen4' },
	Seedance: { maker: 'ByteDance', aliases: 'doubao 豆包' },
	Seedream: { maker: 'ByteDance', aliases: 'doubao 豆包' },
	SkyReels: { maker: 'Kunlun', aliases: 'skywork' },
	Sora: { maker: 'OpenAI', aliases: 'chatgpt' },
	Suno: { maker: 'Suno' },
	'Topaz Labs': { maker: 'Topaz Labs', aliases: 'upscale' },
	Veo: { maker: 'Google', aliases: 'veo3 deepmind gemini' },
	Vidu: { maker: 'ShengShu' },
	Volcengine: { maker: 'ByteDance', aliases: '火山' },
	Wan: { maker: 'Alibaba', aliases: 'tongyi wanxiang 万相' },
	'Z-Image': { maker: 'Alibaba', aliases: 'tongyi zimage' },
};

function familyOf(name: string): Family | undefined {
	return Object.hasOwn(FAMILIES, name) ? FAMILIES[name] : undefined;
}

/** The company behind a family; the family's own name where it is not known. */
export function makerOf(family: string): string {
	return familyOf(family)?.maker ?? family;
}

/**
 * Words that a family is looked for by, besides its name and its maker's; `undefined` where the
 * family is not known.
 */
export function aliasesOf(family: string): string | undefined {
	const known = familyOf(family);
	return known === undefined ? undefined : (known.aliases ?? '');
}
