import { APP_IDS, WORKFLOW_IDS } from '../../simulator/fixtures.cts';
import { onStage, pasted } from './stage.cts';
it('prints', async () => {
	await onStage(async ({ form, searchAiApps }) => {
		for (const id of [APP_IDS.allKinds, APP_IDS.rareTypes]) {
			const f = await form('aiApp', pasted(`https://www.runninghub.cn/zh-cn/ai-detail/${id}`));
			console.log(
				f.fields
					.map((x) =>
						JSON.stringify([
							x.id,
							x.displayName,
							x.type,
							x.removed,
							x.defaultValue,
							x.options?.map((o) => [o.value, o.name]),
						]),
					)
					.join('\n'),
				f.emptyFieldsNotice,
			);
		}
		for (const id of [WORKFLOW_IDS.textToImage, WORKFLOW_IDS.imageToImage, WORKFLOW_IDS.video]) {
			const f = await form('workflow', pasted(id, 'id'));
			console.log(
				f.fields
					.map((x) => JSON.stringify([x.id, x.displayName, x.type, x.removed, x.defaultValue]))
					.join('\n'),
				f.emptyFieldsNotice,
			);
		}
		const l = await searchAiApps('app 5');
		console.log(JSON.stringify(l).slice(0, 600));
	});
});
