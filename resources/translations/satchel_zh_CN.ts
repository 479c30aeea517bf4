<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>About</name>
    <message>
        <source>About Satchel</source>
        <translation>关于 Satchel</translation>
    </message>
    <message>
        <source>Copy versions</source>
        <translation>复制版本信息</translation>
    </message>
    <message>
        <source>Third-party parts of Satchel</source>
        <translation>Satchel 中的第三方组件</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>its licence names itself below</source>
        <translation>许可证见下文</translation>
    </message>
    <message>
        <source>The text of this licence is kept by its makers: %1</source>
        <translation>许可证全文请见作者网站：%1</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
</context>
<context>
    <name>App</name>
    <message>
        <source>Something went wrong in Satchel itself ({fault}). What you saved is safe; details are in the log file.</source>
        <translation>Satchel 自身出现了错误（{fault}）。已保存的内容是安全的，详情见日志文件。</translation>
    </message>
</context>
<context>
    <name>ApprovalCard</name>
    <message>
        <source>Asks for your approval</source>
        <translation>请您批准</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>毛利</translation>
    </message>
    <message>
        <source>Note: with a no, what has to change</source>
        <translation>备注：若不批准，说明需修改什么</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Approve  (A)</source>
        <translation>批准  (A)</translation>
    </message>
    <message>
        <source>Return  (R)</source>
        <translation>退回  (R)</translation>
    </message>
    <message>
        <source>Refuse  (N)</source>
        <translation>不批准  (N)</translation>
    </message>
    <message>
        <source>Pass on  (P)</source>
        <translation>转交  (P)</translation>
    </message>
    <message>
        <source>See the paper  (Enter)</source>
        <translation>查看文件  (Enter)</translation>
    </message>
</context>
<context>
    <name>AsideRow</name>
    <message>
        <source>at an unknown time</source>
        <translation>时间不详</translation>
    </message>
    <message>
        <source>It is not known whether anything waits there</source>
        <translation>不清楚其中是否有待发送的更改</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) to send</source>
        <translation>
            <numerusform>有 %n 项更改待发送</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing to send</source>
        <translation>没有待发送的更改</translation>
    </message>
    <message>
        <source>Send…</source>
        <translation>发送…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>删除…</translation>
    </message>
</context>
<context>
    <name>BinPage</name>
    <message>
        <source>Bin</source>
        <translation>回收站</translation>
    </message>
    <message>
        <source>What was deleted, the latest first. It stays here and can be brought back.</source>
        <translation>已删除的内容，最近删除的在前。它们保留在这里，随时可以恢复。</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Nothing was deleted</source>
        <translation>没有已删除的内容</translation>
    </message>
    <message>
        <source>What is deleted comes here, by whomever, and can be brought back.</source>
        <translation>无论由谁删除，内容都会放到这里，可以恢复。</translation>
    </message>
    <message>
        <source>Bringing back</source>
        <translation>正在恢复</translation>
    </message>
    <message>
        <source>Brought back: %1</source>
        <translation>已恢复：%1</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message numerus="yes">
        <source>Bring back %n record(s)</source>
        <translation>
            <numerusform>恢复 %n 条记录</numerusform>
        </translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Bring back what is selected</source>
        <translation>恢复所选</translation>
    </message>
</context>
<context>
    <name>BinRows</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Deleted by</source>
        <translation>删除人</translation>
    </message>
    <message>
        <source>Deleted on</source>
        <translation>删除时间</translation>
    </message>
</context>
<context>
    <name>Board</name>
    <message>
        <source>Search deals on the board</source>
        <translation>在看板中搜索商机</translation>
    </message>
    <message>
        <source>New deal</source>
        <translation>新建商机</translation>
    </message>
    <message>
        <source>New deal in this column</source>
        <translation>在此阶段新建商机</translation>
    </message>
    <message>
        <source>Show everyone’s deals</source>
        <translation>显示所有人的商机</translation>
    </message>
    <message>
        <source>Deals in %1</source>
        <translation>“%1”阶段的商机</translation>
    </message>
    <message>
        <source>Drag deals here</source>
        <translation>将商机拖到这里</translation>
    </message>
    <message>
        <source>%1 open  ·  %2  ·  %3 weighted</source>
        <translation>%1 个进行中  ·  %2  ·  加权 %3</translation>
    </message>
    <message>
        <source>Pipeline</source>
        <translation>销售管道</translation>
    </message>
    <message>
        <source>Still looking for “%1”…</source>
        <translation>仍在查找“%1”…</translation>
    </message>
    <message>
        <source>These are the best of more; type on to find fewer.</source>
        <translation>仅显示最匹配的商机，继续输入可缩小范围。</translation>
    </message>
    <message>
        <source>No deal matches “%1”.</source>
        <translation>没有与“%1”匹配的商机。</translation>
    </message>
    <message>
        <source>No deals here yet. Open the first one with Ctrl+N.</source>
        <translation>这里还没有商机。按 Ctrl+N 新建第一个。</translation>
    </message>
    <message>
        <source>%1 moved to %2</source>
        <translation>%1 已移到 %2</translation>
    </message>
    <message>
        <source>%1 opened</source>
        <translation>已新建商机：%1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>%1 days in this stage, %2 are usual</source>
        <translation>已在此阶段 %1 天，通常为 %2 天</translation>
    </message>
    <message>
        <source>No amount</source>
        <translation>未填金额</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 天</translation>
    </message>
    <message>
        <source>No next step</source>
        <translation>没有下一步</translation>
    </message>
    <message>
        <source>due %1</source>
        <translation>%1 到期</translation>
    </message>
</context>
<context>
    <name>Browse</name>
    <message>
        <source>%1 %2</source>
        <translation>%1 个%2</translation>
    </message>
</context>
<context>
    <name>BulkPanel</name>
    <message>
        <source>Looking at %1</source>
        <translation>正在检查%1</translation>
    </message>
    <message>
        <source>%1: %2 so far</source>
        <translation>%1：已检查 %2</translation>
    </message>
    <message>
        <source>Choose a value, and what would change is listed here.</source>
        <translation>选择一个值，这里会列出将要更改的内容。</translation>
    </message>
    <message>
        <source>Leave empty</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Replace by</source>
        <translation>替换为</translation>
    </message>
    <message>
        <source>Set to</source>
        <translation>设为</translation>
    </message>
    <message>
        <source>Each record keeps its own currency.</source>
        <translation>每条记录保留各自的币种。</translation>
    </message>
    <message>
        <source>Who holds the new territory gets these records with the next sync; others may lose them.</source>
        <translation>下次同步后，新区域的负责人将收到这些记录，其他人可能不再看到它们。</translation>
    </message>
    <message>
        <source>Stopped. Choose a value again to see what would change.</source>
        <translation>已停止。请重新选择值以查看将要更改的内容。</translation>
    </message>
    <message>
        <source>%1 will be deleted</source>
        <translation>将删除 %1 条</translation>
    </message>
    <message>
        <source>%1 will change</source>
        <translation>将更改 %1 条</translation>
    </message>
    <message>
        <source>%1 already so</source>
        <translation>%1 条已是如此</translation>
    </message>
    <message>
        <source>%1 may not be changed</source>
        <translation>%1 条不可更改</translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation>删除 %1</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>更改 %1</translation>
    </message>
    <message>
        <source>Edit %1</source>
        <translation>编辑 %1</translation>
    </message>
    <message>
        <source>Field to change</source>
        <translation>要更改的字段</translation>
    </message>
    <message>
        <source>How to change it</source>
        <translation>更改方式</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Ctrl+Z brings all of them back, also later.</source>
        <translation>按 Ctrl+Z 可全部恢复，以后也可以。</translation>
    </message>
</context>
<context>
    <name>BulkTeller</name>
    <message>
        <source>Done: %1</source>
        <translation>已完成：%1</translation>
    </message>
    <message>
        <source>%1. %2 left as they were.</source>
        <translation>%1。%2 条保持不变。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Taken back: %1</source>
        <translation>已撤销：%1</translation>
    </message>
</context>
<context>
    <name>BundleView</name>
    <message>
        <source>Diagnostics</source>
        <translation>诊断信息</translation>
    </message>
    <message>
        <source>All of this goes into one file, and nothing else. Read it before you hand it on.</source>
        <translation>文件中只包含这些内容。转交他人之前请先过目。</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>%1 lines</source>
        <translation>%1 行</translation>
    </message>
    <message>
        <source>What is in it</source>
        <translation>所含内容</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>正文</translation>
    </message>
</context>
<context>
    <name>ByWhom</name>
    <message>
        <source>By anybody</source>
        <translation>所有人</translation>
    </message>
    <message>
        <source>By whom</source>
        <translation>操作人</translation>
    </message>
</context>
<context>
    <name>Calendar</name>
    <message>
        <source>Closes: %1</source>
        <translation>预计成交：%1</translation>
    </message>
    <message>
        <source>Expires: %1</source>
        <translation>到期：%1</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Overdue</source>
        <translation>已逾期</translation>
    </message>
    <message>
        <source>Nothing planned today.</source>
        <translation>今天没有安排。</translation>
    </message>
    <message>
        <source>Nothing planned on this day.</source>
        <translation>这一天没有安排。</translation>
    </message>
    <message>
        <source>Nothing planned this week.</source>
        <translation>本周没有安排。</translation>
    </message>
    <message>
        <source>Nothing planned this month.</source>
        <translation>本月没有安排。</translation>
    </message>
    <message>
        <source>Nothing planned in these two weeks.</source>
        <translation>这两周没有安排。</translation>
    </message>
    <message>
        <source>Export for other calendars</source>
        <translation>导出到其他日历</translation>
    </message>
    <message>
        <source>The file could not be written: %1</source>
        <translation>文件无法写入：%1</translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation>已写入：%1</translation>
    </message>
</context>
<context>
    <name>CalendarPage</name>
    <message>
        <source>Day</source>
        <translation>日</translation>
    </message>
    <message>
        <source>Week</source>
        <translation>周</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>月</translation>
    </message>
    <message>
        <source>Agenda</source>
        <translation>日程</translation>
    </message>
    <message>
        <source>Expiries and closings</source>
        <translation>到期与成交</translation>
    </message>
    <message>
        <source>Show when quotes expire and deals are to close</source>
        <translation>显示报价单何时到期、商机预计何时成交</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>更早</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>更晚</translation>
    </message>
    <message>
        <source>All activities as a list</source>
        <translation>以列表显示所有活动</translation>
    </message>
    <message>
        <source>Export for other calendars</source>
        <translation>导出到其他日历</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>安排</translation>
    </message>
    <message>
        <source>Calendar</source>
        <translation>日历</translation>
    </message>
    <message>
        <source>Plan a visit</source>
        <translation>安排拜访</translation>
    </message>
</context>
<context>
    <name>CandidateCard</name>
    <message>
        <source>Not a duplicate</source>
        <translation>不是重复</translation>
    </message>
    <message>
        <source>Not a duplicate: %1</source>
        <translation>不是重复：%1</translation>
    </message>
</context>
<context>
    <name>CellEditing</name>
    <message>
        <source>This was not saved yet: Enter saves it, Esc throws it away.</source>
        <translation>这些内容尚未保存：按 Enter 保存，按 Esc 放弃。</translation>
    </message>
    <message>
        <source>%1 saved</source>
        <translation>已保存：%1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>Cells</name>
    <message>
        <source>was %1</source>
        <translation>原为 %1</translation>
    </message>
</context>
<context>
    <name>ChipButton</name>
    <message>
        <source>Remove filter: %1</source>
        <translation>移除筛选条件：%1</translation>
    </message>
</context>
<context>
    <name>Closing</name>
    <message>
        <source>Tomorrow</source>
        <translation>明天</translation>
    </message>
    <message>
        <source>In a week</source>
        <translation>一周后</translation>
    </message>
    <message>
        <source>Next Monday</source>
        <translation>下周一</translation>
    </message>
    <message>
        <source>Done: %1</source>
        <translation>已完成：%1</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Finish: %1</source>
        <translation>完成：%1</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Not yet</source>
        <translation>尚未完成</translation>
    </message>
    <message>
        <source>It is not done after all</source>
        <translation>其实还没有完成</translation>
    </message>
    <message>
        <source>What came of it?</source>
        <translation>结果如何？</translation>
    </message>
    <message>
        <source>What is next?</source>
        <translation>接下来做什么？</translation>
    </message>
    <message>
        <source>Or a day: fri, +3</source>
        <translation>或某一天：周五、+3</translation>
    </message>
    <message>
        <source>%1. Next: %2, %3</source>
        <translation>%1。下一步：%2，%3</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Not finished yet: %1</source>
        <translation>尚未完成：%1</translation>
    </message>
</context>
<context>
    <name>ColourField</name>
    <message>
        <source>Choose a colour</source>
        <translation>选择颜色</translation>
    </message>
    <message>
        <source>Another…</source>
        <translation>其他颜色…</translation>
    </message>
</context>
<context>
    <name>ColumnHead</name>
    <message>
        <source>Last %1 days</source>
        <translation>最近 %1 天</translation>
    </message>
    <message>
        <source>%1 weighted</source>
        <translation>加权 %1</translation>
    </message>
    <message>
        <source>Deals: %1</source>
        <translation>商机：%1</translation>
    </message>
    <message>
        <source>Sum: %1</source>
        <translation>合计：%1</translation>
    </message>
    <message>
        <source>Weighted: %1</source>
        <translation>加权：%1</translation>
    </message>
    <message>
        <source>Probability: %1</source>
        <translation>成交概率：%1</translation>
    </message>
    <message>
        <source>No exchange rate, left out: %1</source>
        <translation>缺少汇率，未计入：%1</translation>
    </message>
</context>
<context>
    <name>Command</name>
    <message>
        <source>Back</source>
        <translation>后退</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前进</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>New of this kind</source>
        <translation>新建同类</translation>
    </message>
    <message>
        <source>New of any kind</source>
        <translation>新建任意类型</translation>
    </message>
    <message>
        <source>Sync now</source>
        <translation>立即同步</translation>
    </message>
    <message>
        <source>Close panel</source>
        <translation>关闭面板</translation>
    </message>
    <message>
        <source>Next pane</source>
        <translation>下一窗格</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Commands and records</source>
        <translation>命令与记录</translation>
    </message>
    <message>
        <source>About Satchel</source>
        <translation>关于 Satchel</translation>
    </message>
    <message>
        <source>Keys of this screen</source>
        <translation>本页快捷键</translation>
    </message>
    <message>
        <source>Previous in the list</source>
        <translation>列表中的上一个</translation>
    </message>
    <message>
        <source>Next in the list</source>
        <translation>列表中的下一个</translation>
    </message>
    <message>
        <source>Next stage</source>
        <translation>下一阶段</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>打印</translation>
    </message>
    <message>
        <source>Send by mail</source>
        <translation>用邮件发送</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Mark as done</source>
        <translation>标为已完成</translation>
    </message>
    <message>
        <source>Another day</source>
        <translation>改期</translation>
    </message>
    <message>
        <source>Look at it beside the list</source>
        <translation>在列表旁查看</translation>
    </message>
    <message>
        <source>Next and previous row</source>
        <translation>下一行、上一行</translation>
    </message>
    <message>
        <source>Walk from cell to cell</source>
        <translation>在单元格之间移动</translation>
    </message>
    <message>
        <source>Select all rows</source>
        <translation>选择所有行</translation>
    </message>
    <message>
        <source>Menu of the row</source>
        <translation>打开行菜单</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Sort</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>Sort by one more column</source>
        <translation>再按一列排序</translation>
    </message>
    <message>
        <source>Group the list</source>
        <translation>列表分组</translation>
    </message>
    <message>
        <source>Fold and open a group</source>
        <translation>折叠和展开一组</translation>
    </message>
    <message>
        <source>Fold and open all groups</source>
        <translation>折叠和展开所有组</translation>
    </message>
    <message>
        <source>Walk among the cards</source>
        <translation>在卡片间移动</translation>
    </message>
    <message>
        <source>Move the deal to the next stage, or back</source>
        <translation>把商机移到下一阶段或退回</translation>
    </message>
    <message>
        <source>New deal in this stage</source>
        <translation>在此阶段新建商机</translation>
    </message>
    <message>
        <source>Look at it beside the calendar</source>
        <translation>在日历旁查看</translation>
    </message>
    <message>
        <source>Walk among what is planned</source>
        <translation>在日程之间移动</translation>
    </message>
    <message>
        <source>Earlier and later days</source>
        <translation>更早和更晚的日子</translation>
    </message>
    <message>
        <source>Move by a day or a quarter of an hour</source>
        <translation>移动一天或一刻钟</translation>
    </message>
    <message>
        <source>Plan the same once more beside it</source>
        <translation>在旁边再安排一次相同的</translation>
    </message>
    <message>
        <source>Longer or shorter</source>
        <translation>延长或缩短</translation>
    </message>
    <message>
        <source>Take its time away</source>
        <translation>去掉具体时间</translation>
    </message>
    <message>
        <source>Plan something</source>
        <translation>安排日程</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Meeting</source>
        <translation>会议</translation>
    </message>
    <message>
        <source>Write an e-mail</source>
        <translation>写邮件</translation>
    </message>
    <message>
        <source>Pin what happened on top</source>
        <translation>将记录置顶</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>拜访</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Set the status or stage</source>
        <translation>设置状态或阶段</translation>
    </message>
    <message>
        <source>Set the owner</source>
        <translation>设置负责人</translation>
    </message>
    <message>
        <source>Write the next step</source>
        <translation>填写下一步</translation>
    </message>
    <message>
        <source>Set the day it is due</source>
        <translation>设置到期日</translation>
    </message>
    <message>
        <source>Keep what was written</source>
        <translation>保存内容</translation>
    </message>
    <message>
        <source>Change the field</source>
        <translation>修改字段</translation>
    </message>
    <message>
        <source>History of the field</source>
        <translation>字段历史</translation>
    </message>
    <message>
        <source>Tick the task off</source>
        <translation>勾选完成</translation>
    </message>
    <message>
        <source>Add a line</source>
        <translation>添加明细</translation>
    </message>
    <message>
        <source>Bring back what is selected</source>
        <translation>恢复所选</translation>
    </message>
    <message>
        <source>Change the cell</source>
        <translation>修改单元格</translation>
    </message>
    <message>
        <source>Duplicate the lines</source>
        <translation>复制所选行</translation>
    </message>
    <message>
        <source>Remove the lines</source>
        <translation>移除所选行</translation>
    </message>
    <message>
        <source>Move the line up or down</source>
        <translation>上移或下移该行</translation>
    </message>
    <message>
        <source>Turn the page of the paper</source>
        <translation>翻到报价单的上一页或下一页</translation>
    </message>
    <message>
        <source>Keep the value that stands</source>
        <translation>保留现有值</translation>
    </message>
    <message>
        <source>Take the other value</source>
        <translation>采用另一个值</translation>
    </message>
    <message>
        <source>Send it again</source>
        <translation>重新发送</translation>
    </message>
    <message>
        <source>Put it aside</source>
        <translation>搁置</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>日</translation>
    </message>
    <message>
        <source>Week</source>
        <translation>周</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>月</translation>
    </message>
    <message>
        <source>Agenda</source>
        <translation>日程</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Export for other calendars</source>
        <translation>导出到其他日历</translation>
    </message>
    <message>
        <source>Edit the selected rows</source>
        <translation>编辑所选行</translation>
    </message>
    <message>
        <source>Export this list</source>
        <translation>导出此列表</translation>
    </message>
    <message>
        <source>Print this list</source>
        <translation>打印此列表</translation>
    </message>
    <message>
        <source>Delete the selected rows</source>
        <translation>删除所选行</translation>
    </message>
    <message>
        <source>Log a call</source>
        <translation>记录电话</translation>
    </message>
    <message>
        <source>Write a note</source>
        <translation>写备注</translation>
    </message>
    <message>
        <source>Log a visit</source>
        <translation>记录拜访</translation>
    </message>
    <message>
        <source>Add a task</source>
        <translation>添加任务</translation>
    </message>
    <message>
        <source>Quit Satchel</source>
        <translation>退出 Satchel</translation>
    </message>
    <message>
        <source>Save view</source>
        <translation>保存视图</translation>
    </message>
    <message>
        <source>Next view</source>
        <translation>下一个视图</translation>
    </message>
    <message>
        <source>Previous view</source>
        <translation>上一个视图</translation>
    </message>
    <message>
        <source>Lock Satchel</source>
        <translation>锁定 Satchel</translation>
    </message>
    <message>
        <source>Open in a new window</source>
        <translation>在新窗口中打开</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Do or find anything; &gt; for commands alone</source>
        <translation>执行命令或查找记录；输入 &gt; 只看命令</translation>
    </message>
    <message>
        <source>What fits</source>
        <translation>匹配项</translation>
    </message>
    <message>
        <source>No command fits. Without &gt; records are found as well.</source>
        <translation>没有匹配的命令。去掉 &gt; 也会查找记录。</translation>
    </message>
</context>
<context>
    <name>Company</name>
    <message>
        <source>People</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Who works with Satchel, which accounts each sees, and what is expected of whom.</source>
        <translation>谁在使用 Satchel、各自能看到哪些客户，以及各自的目标。</translation>
    </message>
    <message>
        <source>Selling</source>
        <translation>销售</translation>
    </message>
    <message>
        <source>The steps a deal takes, in order, and how likely each makes it.</source>
        <translation>商机依次经过的阶段，以及各阶段的赢单概率。</translation>
    </message>
    <message>
        <source>Prices</source>
        <translation>价格</translation>
    </message>
    <message>
        <source>What products cost whom, from which quantity and until when, and the tax on it.</source>
        <translation>产品对谁卖多少钱、从多少数量起、到何时为止，以及相应的税。</translation>
    </message>
    <message>
        <source>Approvals</source>
        <translation>批准</translation>
    </message>
    <message>
        <source>How far one may go down with a price, who approves more, and who stands in for whom.</source>
        <translation>价格可下调多少，超出时由谁批准，以及谁代理谁。</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>货币</translation>
    </message>
    <message>
        <source>The currencies that deals and quotes are in, and what each is worth.</source>
        <translation>商机和报价使用的币种及其汇率。</translation>
    </message>
    <message>
        <source>Papers</source>
        <translation>单据</translation>
    </message>
    <message>
        <source>How quotes and order confirmations look, and what stands on each of them.</source>
        <translation>报价单与订单确认书的样式，以及每份单据上印什么。</translation>
    </message>
    <message>
        <source>Name, address, and what stands on quotes</source>
        <translation>名称、地址及报价单上的内容</translation>
    </message>
</context>
<context>
    <name>CompanyPage</name>
    <message>
        <source>Company</source>
        <translation>公司</translation>
    </message>
    <message>
        <source>An administrator changes these lists; everybody reads them.</source>
        <translation>这些列表由管理员修改，所有人都可以查看。</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Write a few words first.</source>
        <translation>请先写几句话。</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>具体情况</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Attach pictures</source>
        <translation>添加图片</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Attaching pictures</source>
        <translation>正在添加图片</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Take %1 off again</source>
        <translation>移除 %1</translation>
    </message>
    <message>
        <source>Write a note; the first line is its subject</source>
        <translation>写备注；第一行即为主题</translation>
    </message>
    <message>
        <source>What was said on the phone?</source>
        <translation>电话里谈了什么？</translation>
    </message>
    <message>
        <source>What was agreed in the meeting?</source>
        <translation>会议达成了什么结论？</translation>
    </message>
    <message>
        <source>How was the visit?</source>
        <translation>拜访情况如何？</translation>
    </message>
    <message>
        <source>What is to be done?</source>
        <translation>要做什么？</translation>
    </message>
    <message>
        <source>Due: fri, +3, 2026-11-20</source>
        <translation>截止：周五、+3、2026-11-20</translation>
    </message>
    <message>
        <source>Done now, or a coming day</source>
        <translation>已完成，或将来某天</translation>
    </message>
</context>
<context>
    <name>ConfirmationPaper</name>
    <message>
        <source>Issue once more</source>
        <translation>再次开出</translation>
    </message>
    <message>
        <source>Issue</source>
        <translation>正式开出</translation>
    </message>
    <message>
        <source>Date it today and keep its paper as it is now</source>
        <translation>以今天为日期开出，并按现状保存文件</translation>
    </message>
    <message>
        <source>%1 is confirmed</source>
        <translation>%1 已确认</translation>
    </message>
</context>
<context>
    <name>ConflictCard</name>
    <message>
        <source>%1 differs</source>
        <translation>“%1”的值不一致</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>原值</translation>
    </message>
    <message>
        <source>Stands now</source>
        <translation>现有值</translation>
    </message>
    <message>
        <source>The other value</source>
        <translation>另一个值</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>Keep it  (M)</source>
        <translation>保留  (M)</translation>
    </message>
    <message>
        <source>Take this  (T)</source>
        <translation>采用此值  (T)</translation>
    </message>
</context>
<context>
    <name>DayEditor</name>
    <message>
        <source>Calendar of %1</source>
        <translation>%1的日历</translation>
    </message>
    <message>
        <source>Calendar</source>
        <translation>日历</translation>
    </message>
</context>
<context>
    <name>DayWords</name>
    <message numerus="yes">
        <source>in the last %n day(s)</source>
        <translation>
            <numerusform>在最近 %n 天内</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in the next %n day(s)</source>
        <translation>
            <numerusform>在未来 %n 天内</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>more than %n day(s) ago</source>
        <translation>
            <numerusform>在 %n 天以前</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>none in the last %n day(s)</source>
        <translation>
            <numerusform>最近 %n 天内没有</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>any in the last %n day(s)</source>
        <translation>
            <numerusform>最近 %n 天内有</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>none in the next %n day(s)</source>
        <translation>
            <numerusform>未来 %n 天内没有</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>any in the next %n day(s)</source>
        <translation>
            <numerusform>未来 %n 天内有</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DemoBar</name>
    <message>
        <source>Demo company: everybody in it is invented, and nothing leaves this laptop.</source>
        <translation>演示公司：其中的人和事均为虚构，任何内容都不会离开本机。</translation>
    </message>
    <message>
        <source>Connect to your company&apos;s server</source>
        <translation>连接公司的服务器</translation>
    </message>
</context>
<context>
    <name>Desktop</name>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>The server asks who you are. Your work goes on; sign in to sync.</source>
        <translation>服务器需要确认您的身份。工作可以照常继续，登录后即可同步。</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>This Satchel is too old for the server. Work goes on here; please update it.</source>
        <translation>本机的 Satchel 版本过旧，无法与服务器同步。工作可以照常继续，请尽快更新。</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) wait on this laptop and are sent after that.</source>
        <translation>
            <numerusform>有 %n 项更改在本机等待，更新后发送。</numerusform>
        </translation>
    </message>
    <message>
        <source>Export them…</source>
        <translation>导出这些更改…</translation>
    </message>
</context>
<context>
    <name>Display</name>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Sort by</source>
        <translation>排序方式</translation>
    </message>
    <message>
        <source>Then by</source>
        <translation>其次按</translation>
    </message>
    <message>
        <source>Group by</source>
        <translation>分组方式</translation>
    </message>
    <message>
        <source>Default order</source>
        <translation>恢复默认排序</translation>
    </message>
    <message>
        <source>No groups</source>
        <translation>不分组</translation>
    </message>
</context>
<context>
    <name>Doing</name>
    <message>
        <source>%1 moved to %2</source>
        <translation>%1 已移到 %2</translation>
    </message>
    <message>
        <source>%1 planned once more for %2</source>
        <translation>%1 已再次安排在 %2</translation>
    </message>
    <message>
        <source>Deleted: %1</source>
        <translation>已删除：%1</translation>
    </message>
    <message>
        <source>Planned: %1</source>
        <translation>已安排：%1</translation>
    </message>
    <message>
        <source>You are looking at the past. Go back to now to plan something.</source>
        <translation>您正在查看过去。要安排事项，请先回到现在。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>EarlierLines</name>
    <message>
        <source>Number, subject or customer of a quote</source>
        <translation>报价单的编号、主题或客户</translation>
    </message>
    <message>
        <source>Earlier quote</source>
        <translation>以前的报价单</translation>
    </message>
    <message>
        <source>Lines of the earlier quote</source>
        <translation>以前报价单的明细</translation>
    </message>
    <message>
        <source>At the prices of today</source>
        <translation>按今天的价格</translation>
    </message>
    <message>
        <source>Discounts stay; without it every figure stays as it was</source>
        <translation>折扣保持不变；不勾选则所有数字保持原样</translation>
    </message>
    <message>
        <source>This quote has no lines.</source>
        <translation>此报价单没有明细。</translation>
    </message>
    <message>
        <source>Choose the quote whose lines you want.</source>
        <translation>请选择要取用其明细的报价单。</translation>
    </message>
    <message numerus="yes">
        <source>Insert %n line(s)</source>
        <translation>
            <numerusform>插入 %n 条明细</numerusform>
        </translation>
    </message>
    <message>
        <source>Insert</source>
        <translation>插入</translation>
    </message>
    <message>
        <source>Draft quote</source>
        <translation>报价单草稿</translation>
    </message>
    <message>
        <source>Lines of an earlier quote</source>
        <translation>取用以前报价单的明细</translation>
    </message>
</context>
<context>
    <name>Entry</name>
    <message>
        <source>Take from the top</source>
        <translation>取消置顶</translation>
    </message>
    <message>
        <source>Pin on top</source>
        <translation>置顶</translation>
    </message>
    <message>
        <source>Done: %1</source>
        <translation>已完成：%1</translation>
    </message>
    <message>
        <source>Mark as done</source>
        <translation>标为已完成</translation>
    </message>
</context>
<context>
    <name>ExportTeller</name>
    <message>
        <source>%1 written to %2</source>
        <translation>已将 %1 写入 %2</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
</context>
<context>
    <name>FieldHistory</name>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>History of %1</source>
        <translation>“%1”的历史</translation>
    </message>
    <message>
        <source>Never filled in.</source>
        <translation>从未填写。</translation>
    </message>
    <message>
        <source>%1 (another value was kept)</source>
        <translation>%1（保留了另一个值）</translation>
    </message>
    <message numerus="yes">
        <source>and %n earlier</source>
        <translation>
            <numerusform>以及更早的 %n 项</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FieldRow</name>
    <message>
        <source>Changed elsewhere meanwhile: %1</source>
        <translation>期间已在别处修改：%1</translation>
    </message>
    <message>
        <source>This was not saved yet: Enter saves it, Esc throws it away.</source>
        <translation>这些内容尚未保存：按 Enter 保存，按 Esc 放弃。</translation>
    </message>
    <message>
        <source>History of %1</source>
        <translation>“%1”的历史</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
</context>
<context>
    <name>FieldSection</name>
    <message>
        <source>%1, folded</source>
        <translation>%1，已折叠</translation>
    </message>
    <message>
        <source>%1, open</source>
        <translation>%1，已展开</translation>
    </message>
    <message>
        <source>Unfold %1</source>
        <translation>展开“%1”</translation>
    </message>
    <message>
        <source>Fold %1</source>
        <translation>折叠“%1”</translation>
    </message>
    <message>
        <source>Put %1 back in its place</source>
        <translation>将“%1”放回原处</translation>
    </message>
    <message>
        <source>Pin %1 on top</source>
        <translation>将“%1”固定在顶部</translation>
    </message>
</context>
<context>
    <name>FileSaving</name>
    <message>
        <source>%1 could not be written: %2</source>
        <translation>无法写入 %1：%2</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>已保存为 %1</translation>
    </message>
    <message>
        <source>Writing the paper</source>
        <translation>正在写入 PDF 文件</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Export what waits</source>
        <translation>导出待发送的更改</translation>
    </message>
</context>
<context>
    <name>FillIn</name>
    <message>
        <source>Fill in every field to go on.</source>
        <translation>请填写所有字段后继续。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>Filter</name>
    <message>
        <source>is yes</source>
        <translation>为“是”</translation>
    </message>
    <message>
        <source>is no</source>
        <translation>为“否”</translation>
    </message>
    <message>
        <source>from</source>
        <translation>不早于</translation>
    </message>
    <message>
        <source>until</source>
        <translation>不晚于</translation>
    </message>
    <message>
        <source>is in</source>
        <translation>属于</translation>
    </message>
    <message>
        <source>is not in</source>
        <translation>不属于</translation>
    </message>
    <message>
        <source>contains</source>
        <translation>包含</translation>
    </message>
    <message>
        <source>is</source>
        <translation>等于</translation>
    </message>
    <message>
        <source>is not</source>
        <translation>不等于</translation>
    </message>
    <message>
        <source>at least</source>
        <translation>不低于</translation>
    </message>
    <message>
        <source>at most</source>
        <translation>不高于</translation>
    </message>
    <message>
        <source>is empty</source>
        <translation>为空</translation>
    </message>
    <message>
        <source>is filled in</source>
        <translation>不为空</translation>
    </message>
    <message>
        <source>in the last … days</source>
        <translation>在最近 … 天内</translation>
    </message>
    <message>
        <source>in the next … days</source>
        <translation>在未来 … 天内</translation>
    </message>
    <message>
        <source>before today</source>
        <translation>早于今天</translation>
    </message>
    <message>
        <source>today</source>
        <translation>是今天</translation>
    </message>
    <message>
        <source>this month</source>
        <translation>在本月</translation>
    </message>
    <message>
        <source>more than … days ago</source>
        <translation>在 … 天以前</translation>
    </message>
    <message>
        <source>none</source>
        <translation>没有</translation>
    </message>
    <message>
        <source>any</source>
        <translation>有</translation>
    </message>
    <message>
        <source>none in the last … days</source>
        <translation>最近 … 天内没有</translation>
    </message>
    <message>
        <source>any in the last … days</source>
        <translation>最近 … 天内有</translation>
    </message>
    <message>
        <source>none in the next … days</source>
        <translation>未来 … 天内没有</translation>
    </message>
    <message>
        <source>any in the next … days</source>
        <translation>未来 … 天内有</translation>
    </message>
    <message>
        <source>me</source>
        <translation>我</translation>
    </message>
    <message>
        <source>Type or choose what to look for.</source>
        <translation>请输入或选择要查找的内容。</translation>
    </message>
    <message>
        <source>Type a number of days from 0 to %1.</source>
        <translation>请输入 0 到 %1 之间的天数。</translation>
    </message>
</context>
<context>
    <name>FilterChip</name>
    <message>
        <source>Filter: %1</source>
        <translation>筛选：%1</translation>
    </message>
    <message>
        <source>Enter changes it, Delete takes it away.</source>
        <translation>按回车键修改，按删除键移除。</translation>
    </message>
</context>
<context>
    <name>FilterChips</name>
    <message>
        <source>Unknown: %1</source>
        <translation>未知：%1</translation>
    </message>
</context>
<context>
    <name>FilterPanel</name>
    <message>
        <source>Add filter</source>
        <translation>添加筛选条件</translation>
    </message>
    <message>
        <source>Change filter</source>
        <translation>修改筛选</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>Compared with</source>
        <translation>比较值</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>天数</translation>
    </message>
    <message>
        <source>Me</source>
        <translation>我</translation>
    </message>
</context>
<context>
    <name>Foot</name>
    <message>
        <source>%1 selected</source>
        <translation>已选 %1 条</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Edit the selected rows</source>
        <translation>编辑所选行</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Export the selected rows</source>
        <translation>导出所选行</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete the selected rows</source>
        <translation>删除所选行</translation>
    </message>
</context>
<context>
    <name>Form</name>
    <message>
        <source>Required</source>
        <translation>必填</translation>
    </message>
    <message>
        <source>%1 saved</source>
        <translation>已保存：%1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Added: %1</source>
        <translation>已添加：%1</translation>
    </message>
    <message numerus="yes">
        <source>Show %n more field(s)</source>
        <translation>
            <numerusform>再显示 %n 个字段</numerusform>
        </translation>
    </message>
    <message>
        <source>Show fewer fields</source>
        <translation>显示较少字段</translation>
    </message>
</context>
<context>
    <name>GoingOn</name>
    <message>
        <source>Go on</source>
        <translation>继续填写</translation>
    </message>
    <message>
        <source>You were typing, and it is not saved yet: %1 of %2</source>
        <translation>您正在填写、尚未保存：%2 的“%1”</translation>
    </message>
    <message>
        <source>You were typing, and it is not saved yet: %1</source>
        <translation>您正在填写、尚未保存：%1</translation>
    </message>
</context>
<context>
    <name>GroupedTable</name>
    <message>
        <source>Fold all groups</source>
        <translation>折叠所有组</translation>
    </message>
    <message>
        <source>Open all groups</source>
        <translation>展开所有组</translation>
    </message>
</context>
<context>
    <name>Grouping</name>
    <message>
        <source>%1 (month)</source>
        <translation>%1（按月）</translation>
    </message>
    <message>
        <source>not filled in</source>
        <translation>未填写</translation>
    </message>
</context>
<context>
    <name>Guide</name>
    <message>
        <source>New</source>
        <translation>新建</translation>
    </message>
</context>
<context>
    <name>Help</name>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Keyboard</source>
        <translation>键盘</translation>
    </message>
    <message>
        <source>Every command has its keys</source>
        <translation>每个命令都有快捷键</translation>
    </message>
    <message>
        <source>Show the keys</source>
        <translation>显示快捷键</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Of Satchel and everything in it</source>
        <translation>Satchel 及其所含组件的版本</translation>
    </message>
    <message>
        <source>About Satchel</source>
        <translation>关于 Satchel</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>诊断信息</translation>
    </message>
    <message>
        <source>For whoever helps you: the state of this laptop, without any customer data</source>
        <translation>供技术支持人员了解本机状况，不含任何客户信息</translation>
    </message>
    <message>
        <source>Look at it and save…</source>
        <translation>查看并保存…</translation>
    </message>
</context>
<context>
    <name>Home</name>
    <message>
        <source>Overdue and today</source>
        <translation>逾期与今日待办</translation>
    </message>
    <message>
        <source>Nothing due. Enjoy the quiet, or plan a visit.</source>
        <translation>没有待办事项。歇一歇，或安排一次拜访。</translation>
    </message>
    <message>
        <source>Deals that need you</source>
        <translation>需要您跟进的商机</translation>
    </message>
    <message>
        <source>Every open deal has a next step and is on time.</source>
        <translation>所有进行中的商机都有下一步，且没有延误。</translation>
    </message>
    <message>
        <source>Left alone by your team</source>
        <translation>团队久未跟进</translation>
    </message>
    <message>
        <source>Your team touched every open deal within three weeks.</source>
        <translation>团队三周内跟进了每个进行中的商机。</translation>
    </message>
    <message>
        <source>Next seven days</source>
        <translation>未来七天</translation>
    </message>
    <message>
        <source>Nothing is planned for the next seven days.</source>
        <translation>未来七天没有安排。</translation>
    </message>
    <message>
        <source>Closing within two weeks</source>
        <translation>两周内预计成交</translation>
    </message>
    <message>
        <source>No deal is expected to close soon.</source>
        <translation>近期没有预计成交的商机。</translation>
    </message>
    <message>
        <source>Quotes about to expire</source>
        <translation>即将到期的报价</translation>
    </message>
    <message>
        <source>No quote ends within a week.</source>
        <translation>一周内没有报价到期。</translation>
    </message>
    <message>
        <source>Payments due</source>
        <translation>待收款项</translation>
    </message>
    <message>
        <source>No payment is due within a week.</source>
        <translation>一周内没有到期款项。</translation>
    </message>
    <message>
        <source>Changed by others</source>
        <translation>同事的更改</translation>
    </message>
    <message>
        <source>Nobody else changed anything of yours.</source>
        <translation>没有其他人修改过您的记录。</translation>
    </message>
    <message>
        <source>%1 moved to %2</source>
        <translation>%1 已移到 %2</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Tomorrow</source>
        <translation>明天</translation>
    </message>
    <message>
        <source>In three days</source>
        <translation>三天后</translation>
    </message>
    <message>
        <source>Next Monday</source>
        <translation>下周一</translation>
    </message>
    <message>
        <source>In two weeks</source>
        <translation>两周后</translation>
    </message>
    <message>
        <source>In a month</source>
        <translation>一个月后</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message numerus="yes">
        <source>%n visit(s)</source>
        <translation>
            <numerusform>%n 次拜访</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, the first at %2</source>
        <translation>%1，第一次在 %2</translation>
    </message>
    <message>
        <source>Good morning, %1</source>
        <translation>早上好，%1</translation>
    </message>
    <message>
        <source>Waiting for your approval</source>
        <translation>待您批准</translation>
    </message>
    <message>
        <source>Good afternoon, %1</source>
        <translation>下午好，%1</translation>
    </message>
    <message>
        <source>Good evening, %1</source>
        <translation>晚上好，%1</translation>
    </message>
    <message>
        <source>As it was on %1</source>
        <translation>%1 的情况</translation>
    </message>
</context>
<context>
    <name>HomeRows</name>
    <message>
        <source>Mark as done</source>
        <translation>标为已完成</translation>
    </message>
    <message>
        <source>Move to another day</source>
        <translation>改到其他日期</translation>
    </message>
    <message>
        <source>Untouched for %1 d</source>
        <translation>%1 天无人跟进</translation>
    </message>
    <message>
        <source>Nobody did anything since %1: %2 working days</source>
        <translation>自 %1 起无人跟进，已有 %2 个工作日</translation>
    </message>
    <message>
        <source>Closing %1 d late</source>
        <translation>成交日已逾期 %1 天</translation>
    </message>
    <message>
        <source>Next step %1 d late</source>
        <translation>下一步已逾期 %1 天</translation>
    </message>
    <message>
        <source>No next step</source>
        <translation>没有下一步</translation>
    </message>
    <message>
        <source>%1 d in its stage</source>
        <translation>停留在此阶段 %1 天</translation>
    </message>
    <message>
        <source>%1: new %2</source>
        <translation>%1：新建%2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
</context>
<context>
    <name>HoursGrid</name>
    <message>
        <source>W%1</source>
        <translation>第%1周</translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation>还有 %1 项</translation>
    </message>
</context>
<context>
    <name>Inbox</name>
    <message>
        <source>Inbox</source>
        <translation>待处理</translation>
    </message>
    <message>
        <source>No conflicts</source>
        <translation>没有冲突</translation>
    </message>
    <message>
        <source>Two people changed nothing differently, and the server took everything you sent.</source>
        <translation>没有互相冲突的修改，您发送的内容服务器也已全部接受。</translation>
    </message>
    <message>
        <source>%1 to answer</source>
        <translation>%1 项待处理</translation>
    </message>
    <message>
        <source>%1 more follow when these are answered</source>
        <translation>处理完这些后还有 %1 项</translation>
    </message>
    <message>
        <source>The standing value was kept</source>
        <translation>已保留现有值</translation>
    </message>
    <message>
        <source>The other value was taken</source>
        <translation>已采用另一个值</translation>
    </message>
    <message>
        <source>It will be sent again</source>
        <translation>将重新发送</translation>
    </message>
    <message>
        <source>Put aside; what was typed stays in the history</source>
        <translation>已搁置；填写的内容仍保留在历史记录中</translation>
    </message>
    <message>
        <source>Passed on to %1</source>
        <translation>已转交%1</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>已批准</translation>
    </message>
    <message>
        <source>Returned to be changed</source>
        <translation>退回修改</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>不批准</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>ItemLine</name>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>ItemsEditor</name>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Add to %1</source>
        <translation>添加到“%1”</translation>
    </message>
</context>
<context>
    <name>Jumps</name>
    <message>
        <source>Search everything for “%1”</source>
        <translation>在全部内容中搜索“%1”</translation>
    </message>
    <message>
        <source>New account “%1”</source>
        <translation>新建客户“%1”</translation>
    </message>
</context>
<context>
    <name>KeySheet</name>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>任何位置</translation>
    </message>
</context>
<context>
    <name>Leaving</name>
    <message>
        <source>Sign out</source>
        <translation>退出登录</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Sign out of this laptop?</source>
        <translation>要在本机退出登录吗？</translation>
    </message>
    <message>
        <source>Everything is sent. Your data stay here, locked by your password, unless you delete them: then they are loaded again with a new one-time code.</source>
        <translation>所有更改均已发送。您的数据会用密码锁在本机；如果删除，以后需要凭新的一次性验证码重新载入。</translation>
    </message>
    <message numerus="yes">
        <source>%n text(s) that you began and did not save would be deleted with them.</source>
        <translation>
            <numerusform>您已开始填写但尚未保存的 %n 处内容也会一并删除。</numerusform>
        </translation>
    </message>
    <message>
        <source>Sign out and delete</source>
        <translation>退出并删除</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) have not been sent</source>
        <translation>
            <numerusform>有 %n 项更改尚未发送</numerusform>
        </translation>
    </message>
    <message>
        <source>Send them first, if the server can be reached. If you sign out now they stay here with your data, locked by your password: unlock and sign in again, and they are sent. Set aside, they make room for somebody else and stay readable by you.</source>
        <translation>如果能连上服务器，请先发送。现在退出，这些更改会连同您的数据一起用密码锁在本机，再次解锁并登录后就会发送。搁置则为他人腾出位置，您以后仍可读取。</translation>
    </message>
    <message>
        <source>Send now</source>
        <translation>立即发送</translation>
    </message>
    <message>
        <source>Set aside</source>
        <translation>搁置</translation>
    </message>
    <message>
        <source>Leave the demo company?</source>
        <translation>要离开演示公司吗？</translation>
    </message>
    <message>
        <source>You come to the sign-in of your company&apos;s server. Nothing of the demo goes along. Kept, it is there again as you left it, by the same button; deleted, everything you did in it is gone.</source>
        <translation>接下来将登录公司的服务器，演示中的内容不会带过去。如果保留，以后点同一个按钮即可回到现在的样子；如果删除，您在其中所做的一切都会消失。</translation>
    </message>
    <message>
        <source>Delete the demo</source>
        <translation>删除演示</translation>
    </message>
    <message>
        <source>Keep it and leave</source>
        <translation>保留并离开</translation>
    </message>
    <message>
        <source>Signing out</source>
        <translation>正在退出登录</translation>
    </message>
    <message>
        <source>You are still signed in</source>
        <translation>您仍处于登录状态</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>LetterRow</name>
    <message>
        <source>Send again</source>
        <translation>重新发送</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>立即重试</translation>
    </message>
    <message>
        <source>It has gone</source>
        <translation>已发出</translation>
    </message>
    <message>
        <source>Do not send</source>
        <translation>不再发送</translation>
    </message>
    <message>
        <source>On its way</source>
        <translation>正在发送</translation>
    </message>
    <message>
        <source>Waits to be sent</source>
        <translation>等待发送</translation>
    </message>
    <message>
        <source>Next try: %1</source>
        <translation>下次重试：%1</translation>
    </message>
</context>
<context>
    <name>LineActs</name>
    <message>
        <source>At most six decimals can be kept.</source>
        <translation>最多保留六位小数。</translation>
    </message>
    <message>
        <source>%1 removed</source>
        <translation>已移除：%1</translation>
    </message>
    <message>
        <source>%1 lines removed</source>
        <translation>已移除 %1 行明细</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>LineEntry</name>
    <message>
        <source>New section</source>
        <translation>新的分节</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>No product is found by “%1”. Type a part of its name, its pinyin or its SKU.</source>
        <translation>未找到与“%1”匹配的产品。请输入名称的一部分、拼音或产品编码。</translation>
    </message>
    <message>
        <source>Add a product: name, pinyin or SKU</source>
        <translation>添加产品：名称、拼音或产品编码</translation>
    </message>
    <message>
        <source>Add a line</source>
        <translation>添加明细</translation>
    </message>
    <message>
        <source>More lines</source>
        <translation>更多明细</translation>
    </message>
    <message>
        <source>From an earlier quote or a template, a heading, a note</source>
        <translation>取自以前的报价单或模板，或添加分节标题、备注</translation>
    </message>
    <message>
        <source>From an earlier quote…</source>
        <translation>取自以前的报价单…</translation>
    </message>
    <message>
        <source>Templates…</source>
        <translation>模板…</translation>
    </message>
    <message>
        <source>Section heading</source>
        <translation>分节标题</translation>
    </message>
</context>
<context>
    <name>LineMenu</name>
    <message>
        <source>Add the product’s description</source>
        <translation>加入产品描述</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>复制一份</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>LinesModel</name>
    <message>
        <source>Description</source>
        <translation>描述</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Qty</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>Unit price</source>
        <translation>单价</translation>
    </message>
    <message>
        <source>Disc.</source>
        <translation>折扣</translation>
    </message>
    <message>
        <source>Tax</source>
        <translation>税额</translation>
    </message>
    <message>
        <source>Net</source>
        <translation>不含税金额</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>毛利</translation>
    </message>
    <message>
        <source>No price</source>
        <translation>无价格</translation>
    </message>
</context>
<context>
    <name>LinkEditor</name>
    <message>
        <source>Type a name</source>
        <translation>输入名称</translation>
    </message>
</context>
<context>
    <name>LinksEditor</name>
    <message>
        <source>Type a name, or press ↓ for the list</source>
        <translation>输入姓名，或按 ↓ 查看列表</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>移除 %1</translation>
    </message>
</context>
<context>
    <name>ListExport</name>
    <message>
        <source>Workbook (*.xlsx)</source>
        <translation>工作簿 (*.xlsx)</translation>
    </message>
    <message>
        <source>CSV table (*.csv)</source>
        <translation>CSV 表格 (*.csv)</translation>
    </message>
    <message>
        <source>Export %1</source>
        <translation>导出 %1</translation>
    </message>
    <message>
        <source>Exporting %1</source>
        <translation>正在导出%1</translation>
    </message>
</context>
<context>
    <name>ListPage</name>
    <message>
        <source>Search in %1 by name</source>
        <translation>按名称在%1中搜索</translation>
    </message>
    <message>
        <source>Search in %1: name, pinyin, phone, e-mail, notes</source>
        <translation>在“%1”中搜索：名称、拼音、电话、邮箱、备注</translation>
    </message>
    <message>
        <source>Mine</source>
        <translation>我的</translation>
    </message>
    <message>
        <source>Everyone</source>
        <translation>所有人</translation>
    </message>
    <message>
        <source>My teams</source>
        <translation>我的团队</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Display</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Export, print, edit all</source>
        <translation>导出、打印、编辑全部</translation>
    </message>
    <message>
        <source>Search: %1</source>
        <translation>搜索：%1</translation>
    </message>
    <message>
        <source>Grouped by %1</source>
        <translation>按%1分组</translation>
    </message>
    <message>
        <source>Sorted by %1</source>
        <translation>按%1排序</translation>
    </message>
    <message>
        <source>Being listed…</source>
        <translation>正在列出…</translation>
    </message>
    <message>
        <source>The best %1 of more; type on to find fewer</source>
        <translation>仅显示最匹配的 %1，继续输入可缩小范围</translation>
    </message>
    <message>
        <source>%1 so far, still looking…</source>
        <translation>已找到 %1，仍在查找…</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>No match for “%1”</source>
        <translation>没有找到“%1”</translation>
    </message>
    <message>
        <source>Names, pinyin, initials, phones, e-mails and notes were searched.</source>
        <translation>已搜索名称、拼音、拼音首字母、电话、邮箱和备注。</translation>
    </message>
    <message>
        <source>Clear filters</source>
        <translation>清除筛选条件</translation>
    </message>
    <message>
        <source>Nothing fits these filters</source>
        <translation>没有符合筛选条件的记录</translation>
    </message>
    <message>
        <source>Other filters may show more.</source>
        <translation>换一些筛选条件试试。</translation>
    </message>
    <message>
        <source>Nothing here yet: %1</source>
        <translation>还没有%1</translation>
    </message>
    <message>
        <source>Accept a quote, and its order stands here.</source>
        <translation>接受报价单后，其订单就会出现在这里。</translation>
    </message>
    <message>
        <source>What you add is yours at once and reaches your colleagues at the next sync.</source>
        <translation>添加后立即可用，下次同步后同事也能看到。</translation>
    </message>
    <message>
        <source>An administrator fills this list.</source>
        <translation>此列表由管理员维护。</translation>
    </message>
</context>
<context>
    <name>ListPaper</name>
    <message>
        <source>Total</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
</context>
<context>
    <name>ListWork</name>
    <message>
        <source>Edit all of them…</source>
        <translation>编辑全部…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>打印…</translation>
    </message>
    <message>
        <source>This is how it was: the past cannot be changed.</source>
        <translation>这是当时的情况，过去的内容不能修改。</translation>
    </message>
    <message>
        <source>Deleted: %1</source>
        <translation>已删除：%1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Open in a new window</source>
        <translation>在新窗口中打开</translation>
    </message>
    <message>
        <source>Peek</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Edit “%1”</source>
        <translation>编辑“%1”</translation>
    </message>
    <message>
        <source>Copy “%1”</source>
        <translation>复制“%1”</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>%1 rows</source>
        <translation>%1 行</translation>
    </message>
    <message>
        <source>Edit %1</source>
        <translation>编辑 %1</translation>
    </message>
    <message>
        <source>Export %1</source>
        <translation>导出 %1</translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation>删除 %1</translation>
    </message>
</context>
<context>
    <name>LoadView</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>请稍候…</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
</context>
<context>
    <name>Loading</name>
    <message>
        <source>%1 of %2 rows, %3 of %4 MB</source>
        <translation>%1/%2 行，%3/%4 MB</translation>
    </message>
    <message>
        <source>%1 of %2 rows</source>
        <translation>%1/%2 行</translation>
    </message>
    <message numerus="yes">
        <source>%n second(s) left</source>
        <translation>
            <numerusform>还需 %n 秒</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) left</source>
        <translation>
            <numerusform>还需 %n 分钟</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Look</name>
    <message>
        <source>Look and language</source>
        <translation>外观与语言</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Reminders</source>
        <translation>提醒</translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) before</source>
        <translation>
            <numerusform>提前 %n 分钟</numerusform>
        </translation>
    </message>
    <message>
        <source>No reminders</source>
        <translation>不提醒</translation>
    </message>
    <message>
        <source>Answers, refusals and long jobs that end, while another program is in front</source>
        <translation>当您在使用其他程序时，提示回复、被拒绝的更改和已完成的耗时任务</translation>
    </message>
    <message>
        <source>Show them</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>高对比度</translation>
    </message>
    <message>
        <source>Rows of lists</source>
        <translation>列表行距</translation>
    </message>
    <message>
        <source>Comfortable</source>
        <translation>宽松</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>紧凑</translation>
    </message>
</context>
<context>
    <name>LookAlikes</name>
    <message>
        <source>Set apart: %1</source>
        <translation>已确认不是重复：%1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Possible duplicates</source>
        <translation>疑似重复</translation>
    </message>
    <message>
        <source>no contact yet</source>
        <translation>尚未联系</translation>
    </message>
    <message>
        <source>last contact %1</source>
        <translation>最近联系 %1</translation>
    </message>
</context>
<context>
    <name>LostReason</name>
    <message>
        <source>Why was “%1” lost?</source>
        <translation>“%1”为什么丢单？</translation>
    </message>
    <message>
        <source>What happened (optional)</source>
        <translation>具体情况（选填）</translation>
    </message>
    <message>
        <source>Leave it where it was</source>
        <translation>保留在原阶段</translation>
    </message>
</context>
<context>
    <name>MailCard</name>
    <message>
        <source>Mail</source>
        <translation>邮件</translation>
    </message>
    <message>
        <source>Mail server</source>
        <translation>邮件服务器</translation>
    </message>
    <message>
        <source>None: a demo company sends nothing</source>
        <translation>无：演示公司不发送邮件</translation>
    </message>
    <message>
        <source>None: quotes are opened in your mail program, and sent from there</source>
        <translation>无：报价单在您的邮件程序中打开，由您发送</translation>
    </message>
    <message>
        <source>encrypted</source>
        <translation>已加密</translation>
    </message>
    <message>
        <source>on this computer</source>
        <translation>在本机</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>更改…</translation>
    </message>
    <message>
        <source>Set up…</source>
        <translation>设置…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>To %1</source>
        <translation>发送到 %1</translation>
    </message>
    <message>
        <source>Send a test</source>
        <translation>发送测试邮件</translation>
    </message>
    <message>
        <source>Outgoing</source>
        <translation>待发邮件</translation>
    </message>
    <message numerus="yes">
        <source>%n mail(s) wait to be sent</source>
        <translation>
            <numerusform>有 %n 封邮件待发送</numerusform>
        </translation>
    </message>
    <message>
        <source>Every mail has gone</source>
        <translation>邮件已全部发出</translation>
    </message>
    <message>
        <source>%1 need an answer</source>
        <translation>%1 封需要处理</translation>
    </message>
    <message>
        <source>Show…</source>
        <translation>查看…</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Quotes are sent from this laptop with your address. Write the server as smtp.example.com or smtp.example.com:465; port 465 is encrypted from the beginning, every other after STARTTLS. The password goes into the key store of this computer.</source>
        <translation>报价单将从本机以您的邮箱地址发送。服务器请写成 smtp.example.com 或 smtp.example.com:465；465 端口从一开始就加密，其他端口通过 STARTTLS 加密。密码保存在本机的密钥库中。</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Try and keep</source>
        <translation>测试并保存</translation>
    </message>
    <message>
        <source>A test from Satchel</source>
        <translation>来自 Satchel 的测试邮件</translation>
    </message>
    <message>
        <source>Mails from this laptop arrive.</source>
        <translation>本机发出的邮件可以送达。</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>正在发送…</translation>
    </message>
    <message>
        <source>The server let this laptop in.</source>
        <translation>已成功登录邮件服务器。</translation>
    </message>
    <message>
        <source>Sent to %1. Look into your mailbox.</source>
        <translation>已发送到 %1，请查看您的邮箱。</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
</context>
<context>
    <name>MonthView</name>
    <message>
        <source>%1 more</source>
        <translation>还有 %1 项</translation>
    </message>
</context>
<context>
    <name>New</name>
    <message>
        <source>Deal</source>
        <translation>商机</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>联系人</translation>
    </message>
    <message>
        <source>Quote</source>
        <translation>报价单</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>Visit, call or task</source>
        <translation>拜访、电话或任务</translation>
    </message>
</context>
<context>
    <name>NewDeal</name>
    <message>
        <source>Amount (%1)</source>
        <translation>金额（%1）</translation>
    </message>
    <message>
        <source>Name of the deal</source>
        <translation>商机名称</translation>
    </message>
    <message>
        <source>Account: name or pinyin</source>
        <translation>客户：名称或拼音</translation>
    </message>
    <message>
        <source>Add deal</source>
        <translation>添加商机</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>New deal</source>
        <translation>新建商机</translation>
    </message>
</context>
<context>
    <name>NewPanel</name>
    <message>
        <source>Open in full</source>
        <translation>完整打开</translation>
    </message>
    <message>
        <source>Saved as soon as this is filled in: %1</source>
        <translation>填写“%1”后自动保存</translation>
    </message>
    <message>
        <source>Enter saves it</source>
        <translation>按 Enter 保存</translation>
    </message>
    <message>
        <source>Begin afresh</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Throw away what was begun here</source>
        <translation>放弃这里已开始填写的内容</translation>
    </message>
    <message>
        <source>Saved. Go on typing, or open it.</source>
        <translation>已保存。可以继续填写，或打开记录。</translation>
    </message>
</context>
<context>
    <name>NewRecord</name>
    <message>
        <source>You are looking at the past. Go back to now to add something.</source>
        <translation>您正在查看过去的情况。请回到现在再添加。</translation>
    </message>
    <message>
        <source>An order is made by accepting a quote.</source>
        <translation>订单由接受报价单产生。</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message numerus="yes">
        <source>%n thing(s) in the inbox wait for your answer</source>
        <translation>
            <numerusform>有 %n 项待处理内容等您答复</numerusform>
        </translation>
    </message>
    <message>
        <source>Ended: %1</source>
        <translation>已结束：%1</translation>
    </message>
</context>
<context>
    <name>OrderSteps</name>
    <message>
        <source>Mark as delivered</source>
        <translation>标记为已交货</translation>
    </message>
    <message>
        <source>Note that the customer has everything; wholly paid, the order is closed</source>
        <translation>记录客户已收到全部货物；款项付清后订单随之关闭</translation>
    </message>
    <message>
        <source>Close the order</source>
        <translation>关闭订单</translation>
    </message>
    <message>
        <source>Nothing is left to do with it</source>
        <translation>这张订单已无后续事项</translation>
    </message>
    <message>
        <source>Not delivered yet</source>
        <translation>尚未交货</translation>
    </message>
    <message>
        <source>The order is to be delivered again</source>
        <translation>订单恢复为待交货</translation>
    </message>
    <message>
        <source>Cancel the order</source>
        <translation>取消订单</translation>
    </message>
    <message>
        <source>Nothing is delivered, and nothing is to be paid</source>
        <translation>不再交货，也无需付款</translation>
    </message>
    <message>
        <source>%1 is delivered</source>
        <translation>%1 已交货</translation>
    </message>
    <message>
        <source>%1 is closed</source>
        <translation>%1 已关闭</translation>
    </message>
    <message>
        <source>%1 is to be delivered</source>
        <translation>%1 待交货</translation>
    </message>
    <message>
        <source>%1 is cancelled</source>
        <translation>%1 已取消</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>Outgoing</name>
    <message>
        <source>Outgoing mail</source>
        <translation>待发邮件</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Every mail has gone.</source>
        <translation>邮件已全部发出。</translation>
    </message>
</context>
<context>
    <name>Over</name>
    <message>
        <source>Line %1: %2 below the list price, %3 allowed</source>
        <translation>第 %1 行：低于目录价 %2，允许 %3</translation>
    </message>
    <message>
        <source>Line %1: %2 each, the lowest price is %3</source>
        <translation>第 %1 行：单价 %2，最低价为 %3</translation>
    </message>
    <message>
        <source>Line %1: margin of %2, at least %3 asked for</source>
        <translation>第 %1 行：毛利率 %2，要求至少 %3</translation>
    </message>
    <message>
        <source>Margin of %2, at least %3 asked for</source>
        <translation>毛利率 %2，要求至少 %3</translation>
    </message>
    <message>
        <source>(and %1 more)</source>
        <translation>（另有 %1 行）</translation>
    </message>
    <message>
        <source>Nobody here may approve all of this. Ask an administrator.</source>
        <translation>此处无人可批准全部内容，请联系管理员。</translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 等另 %2 人</translation>
    </message>
    <message>
        <source>May be approved by</source>
        <translation>可批准者</translation>
    </message>
</context>
<context>
    <name>Owners</name>
    <message>
        <source>Mine</source>
        <translation>我的</translation>
    </message>
    <message>
        <source>Everyone</source>
        <translation>所有人</translation>
    </message>
    <message>
        <source>Whose deals</source>
        <translation>谁的商机</translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>Search everything</source>
        <translation>搜索全部</translation>
    </message>
</context>
<context>
    <name>PaperMenu</name>
    <message>
        <source>Paper</source>
        <translation>单据</translation>
    </message>
    <message>
        <source>Send…</source>
        <translation>发送…</translation>
    </message>
</context>
<context>
    <name>PaperOver</name>
    <message>
        <source>Drawing %1</source>
        <translation>正在生成%1</translation>
    </message>
    <message>
        <source>Printed on %1 at %2 by %3</source>
        <translation>%3 于 %1 %2 打印</translation>
    </message>
    <message>
        <source>As it was at the end of %1</source>
        <translation>%1结束时的实际情况</translation>
    </message>
    <message>
        <source>As we knew it at the end of %1</source>
        <translation>%1结束时所知的情况</translation>
    </message>
    <message>
        <source>Printing %1</source>
        <translation>正在打印%1</translation>
    </message>
    <message>
        <source>Sent to the printer: %1</source>
        <translation>已发送到打印机：%1</translation>
    </message>
    <message>
        <source>Keep the paper</source>
        <translation>保存为 PDF</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>打印…</translation>
    </message>
    <message>
        <source>Save as PDF…</source>
        <translation>另存为 PDF…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Paper: %1</source>
        <translation>打印预览：%1</translation>
    </message>
</context>
<context>
    <name>PaperView</name>
    <message>
        <source>Previous page</source>
        <translation>上一页</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>下一页</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Fit the width</source>
        <translation>适合宽度</translation>
    </message>
    <message>
        <source>Preview of the paper</source>
        <translation>报价单预览</translation>
    </message>
    <message>
        <source>Page %1 of %2</source>
        <translation>第 %1 页，共 %2 页</translation>
    </message>
</context>
<context>
    <name>Passwords</name>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>One-time code, if you were given one</source>
        <translation>一次性验证码（如有）</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>登录</translation>
    </message>
    <message>
        <source>The password in force, also where it was changed on another laptop: this one opens with it from then on. With a one-time code of your administrator you choose a new one.</source>
        <translation>请输入当前有效的密码；如果密码是在另一台电脑上更改的，本机此后也使用新密码。凭管理员提供的一次性验证码可以重新设置密码。</translation>
    </message>
    <message>
        <source>The two new passwords differ. Type the same one twice.</source>
        <translation>两次输入的新密码不同，请输入相同的密码。</translation>
    </message>
    <message>
        <source>Change the password</source>
        <translation>更改密码</translation>
    </message>
    <message>
        <source>It opens the data on this laptop and signs you in at the server, so both change at once; without a network nothing does. Your other laptops ask for it at their next sync.</source>
        <translation>密码既用于打开本机数据，也用于登录服务器，因此两处会同时更改，需要联网。您的其他电脑会在下次同步时要求输入新密码。</translation>
    </message>
    <message>
        <source>Current password</source>
        <translation>当前密码</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>新密码</translation>
    </message>
    <message>
        <source>The new password again</source>
        <translation>再次输入新密码</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>Send what waits there</source>
        <translation>发送其中待发送的更改</translation>
    </message>
    <message>
        <source>Type the password these data had. What was never sent is taken over, and sent with the next sync.</source>
        <translation>请输入这份数据当时的密码。其中尚未发送的更改会转入本机，并在下次同步时发送。</translation>
    </message>
    <message>
        <source>The password they had</source>
        <translation>当时的密码</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>转入</translation>
    </message>
    <message>
        <source>Export what waits there</source>
        <translation>导出其中待发送的更改</translation>
    </message>
    <message>
        <source>Type the password these data had. What was never sent is written into a table for you to read.</source>
        <translation>请输入这份数据当时的密码。其中尚未发送的更改会导出为表格供您查看。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
</context>
<context>
    <name>Payments</name>
    <message>
        <source>Payment</source>
        <translation>付款</translation>
    </message>
    <message>
        <source>all paid</source>
        <translation>已付清</translation>
    </message>
    <message>
        <source>%1 to be paid</source>
        <translation>待付 %1</translation>
    </message>
    <message>
        <source>%1 is not paid</source>
        <translation>%1 未付</translation>
    </message>
    <message>
        <source>%1 is paid</source>
        <translation>%1 已付</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Take the payment back</source>
        <translation>撤回付款</translation>
    </message>
    <message>
        <source>Mark as paid today</source>
        <translation>标记为今天已付</translation>
    </message>
</context>
<context>
    <name>Peek</name>
    <message>
        <source>Open in full</source>
        <translation>完整打开</translation>
    </message>
    <message>
        <source>Close panel</source>
        <translation>关闭面板</translation>
    </message>
</context>
<context>
    <name>People</name>
    <message>
        <source>My calendar</source>
        <translation>我的日历</translation>
    </message>
    <message>
        <source>My team</source>
        <translation>我的团队</translation>
    </message>
    <message>
        <source>Whose calendar</source>
        <translation>谁的日历</translation>
    </message>
</context>
<context>
    <name>PictureDialog</name>
    <message>
        <source>Save a copy…</source>
        <translation>另存副本…</translation>
    </message>
    <message>
        <source>This computer shows no preview of this format. Save a copy to open it.</source>
        <translation>本机无法预览此格式。请另存副本后再打开。</translation>
    </message>
    <message>
        <source>Save a copy</source>
        <translation>另存副本</translation>
    </message>
    <message>
        <source>Saved as %1</source>
        <translation>已保存为 %1</translation>
    </message>
</context>
<context>
    <name>PlanCard</name>
    <message>
        <source>In the calendar of %1</source>
        <translation>在 %1 的日历中</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>安排</translation>
    </message>
    <message>
        <source>What is planned?</source>
        <translation>安排什么？</translation>
    </message>
    <message>
        <source>With whom: account, contact or deal</source>
        <translation>与谁：客户、联系人或商机</translation>
    </message>
    <message>
        <source>When: fri 10:00-11:30</source>
        <translation>何时：周五 10:00-11:30</translation>
    </message>
    <message>
        <source>Plan something</source>
        <translation>安排日程</translation>
    </message>
    <message>
        <source>Write a few words, or say with whom.</source>
        <translation>请写几句话，或选择与谁相关。</translation>
    </message>
</context>
<context>
    <name>Posting</name>
    <message>
        <source>Sending mail</source>
        <translation>正在发送邮件</translation>
    </message>
    <message>
        <source>Sent to %1: %2</source>
        <translation>已发送到 %1：%2</translation>
    </message>
    <message>
        <source>The mail to %1 did not go. %2</source>
        <translation>发给 %1 的邮件未能发出。%2</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>and %1 more</source>
        <translation>以及另外 %1 项</translation>
    </message>
</context>
<context>
    <name>ProductPicture</name>
    <message>
        <source>Keeping the picture</source>
        <translation>正在保存图片</translation>
    </message>
    <message>
        <source>Picture of %1</source>
        <translation>%1的图片</translation>
    </message>
    <message>
        <source>Look at it in full</source>
        <translation>查看大图</translation>
    </message>
    <message>
        <source>Another picture…</source>
        <translation>更换图片…</translation>
    </message>
    <message>
        <source>Add a picture…</source>
        <translation>添加图片…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Remove the picture</source>
        <translation>移除图片</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Picture of the product</source>
        <translation>产品图片</translation>
    </message>
    <message>
        <source>The picture was changed</source>
        <translation>图片已更改</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>Question</name>
    <message>
        <source>Past activities</source>
        <translation>已完成的活动</translation>
    </message>
    <message>
        <source>Planned activities</source>
        <translation>计划中的活动</translation>
    </message>
    <message>
        <source>Contacts</source>
        <translation>联系人</translation>
    </message>
    <message>
        <source>Open deals</source>
        <translation>进行中的商机</translation>
    </message>
    <message>
        <source>Won deals</source>
        <translation>赢单的商机</translation>
    </message>
    <message>
        <source>Quotes</source>
        <translation>报价单</translation>
    </message>
</context>
<context>
    <name>QuickLog</name>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>What is worth knowing?</source>
        <translation>有什么值得记下？</translation>
    </message>
    <message>
        <source>What was said?</source>
        <translation>谈了什么？</translation>
    </message>
    <message>
        <source>How was it?</source>
        <translation>情况如何？</translation>
    </message>
    <message>
        <source>What is to be done?</source>
        <translation>要做什么？</translation>
    </message>
    <message>
        <source>Due: fri, +3</source>
        <translation>截止：周五、+3</translation>
    </message>
    <message>
        <source>Done now, or a coming day</source>
        <translation>已完成，或将来某天</translation>
    </message>
    <message>
        <source>Write a few words first.</source>
        <translation>请先写几句话。</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>已保存：%1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>QuotaCard</name>
    <message>
        <source>Quarter until %1</source>
        <translation>本季度（至 %1）</translation>
    </message>
    <message>
        <source>%1 won</source>
        <translation>已赢单 %1</translation>
    </message>
    <message>
        <source>%1 weighted of %2 open</source>
        <translation>加权 %1，进行中共 %2</translation>
    </message>
    <message>
        <source>Quota %1</source>
        <translation>销售指标 %1</translation>
    </message>
    <message>
        <source>No quota is set for this quarter.</source>
        <translation>本季度尚未设定销售指标。</translation>
    </message>
</context>
<context>
    <name>QuoteEditor</name>
    <message>
        <source>Issue</source>
        <translation>正式开出</translation>
    </message>
    <message>
        <source>Give it a number and keep its paper; nothing changes after that</source>
        <translation>分配编号并保存正式文件，此后不能再修改</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>单据</translation>
    </message>
    <message>
        <source>Open, save or print the paper</source>
        <translation>打开、保存或打印报价单</translation>
    </message>
    <message>
        <source>Drag the paper into a mail or a folder</source>
        <translation>可将报价单拖入邮件或文件夹</translation>
    </message>
    <message>
        <source>Send…</source>
        <translation>发送…</translation>
    </message>
    <message>
        <source>Send the paper to the customer by mail</source>
        <translation>用邮件把报价单发送给客户</translation>
    </message>
    <message>
        <source>Add the first product in the field below.</source>
        <translation>请在下方输入框中添加第一个产品。</translation>
    </message>
    <message>
        <source>Lines of the quote</source>
        <translation>报价明细</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Show or hide the paper</source>
        <translation>显示或隐藏预览</translation>
    </message>
    <message>
        <source>Draft quote</source>
        <translation>报价单草稿</translation>
    </message>
    <message>
        <source>%1 numbers left</source>
        <translation>剩余 %1 个编号</translation>
    </message>
    <message>
        <source>Issued: read only</source>
        <translation>已开出：只读</translation>
    </message>
    <message>
        <source>Issuing the quote</source>
        <translation>正在开出报价单</translation>
    </message>
    <message>
        <source>Issued as %1</source>
        <translation>已开出，编号 %1</translation>
    </message>
</context>
<context>
    <name>QuoteHead</name>
    <message>
        <source>More conditions</source>
        <translation>更多条款</translation>
    </message>
    <message>
        <source>Fewer conditions</source>
        <translation>较少条款</translation>
    </message>
</context>
<context>
    <name>QuoteLife</name>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>What else can be done with this quote</source>
        <translation>还可以对此报价做什么</translation>
    </message>
</context>
<context>
    <name>QuotePaper</name>
    <message>
        <source>Open PDF</source>
        <translation>打开 PDF</translation>
    </message>
    <message>
        <source>Save PDF…</source>
        <translation>保存 PDF…</translation>
    </message>
    <message>
        <source>Save XML…</source>
        <translation>保存 XML…</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>打印…</translation>
    </message>
    <message>
        <source>Save the paper</source>
        <translation>保存报价单</translation>
    </message>
    <message>
        <source>Save the quote as XML</source>
        <translation>将报价单保存为 XML</translation>
    </message>
    <message>
        <source>Writing the paper</source>
        <translation>正在写入 PDF 文件</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>草稿</translation>
    </message>
</context>
<context>
    <name>QuotePrices</name>
    <message>
        <source>, from %1 %2</source>
        <translation>，%1 %2起</translation>
    </message>
    <message>
        <source>, until %1</source>
        <translation>，有效至 %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Special price of %1</source>
        <translation>%1的专享价</translation>
    </message>
    <message>
        <source>Price book “%1”</source>
        <translation>价目表“%1”</translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <translation>%2适用的%1</translation>
    </message>
    <message>
        <source>Typed by hand</source>
        <translation>手动输入</translation>
    </message>
    <message>
        <source>No price book has a price of this product in %1</source>
        <translation>没有价目表包含此产品的 %1 价格</translation>
    </message>
    <message>
        <source>From %1 %2 on: %3</source>
        <translation>满 %1 %2：%3</translation>
    </message>
    <message>
        <source>Typed by hand, %1 below the list price of %2</source>
        <translation>手工输入，比目录价 %2 低 %1</translation>
    </message>
    <message>
        <source>%1 of %2: %3 off</source>
        <translation>%2 的 %1：减 %3</translation>
    </message>
    <message>
        <source>%1 off</source>
        <translation>减 %1</translation>
    </message>
    <message>
        <source>%1 remain for each</source>
        <translation>折后单价 %1</translation>
    </message>
    <message>
        <source>no price</source>
        <translation>无价格</translation>
    </message>
</context>
<context>
    <name>QuoteSteps</name>
    <message>
        <source>Accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>The customer orders: the deal is won, and its order is made</source>
        <translation>客户下单：商机赢单，并生成订单</translation>
    </message>
    <message>
        <source>Mark as sent</source>
        <translation>标记为已发送</translation>
    </message>
    <message>
        <source>Note that the paper went to the customer</source>
        <translation>记录文件已发给客户</translation>
    </message>
    <message>
        <source>Decline</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>The customer does not want it: say why</source>
        <translation>客户不需要：请说明原因</translation>
    </message>
    <message>
        <source>Revise</source>
        <translation>修订</translation>
    </message>
    <message>
        <source>Change it as the next revision of the same number</source>
        <translation>以同一编号的下一版本进行修改</translation>
    </message>
    <message>
        <source>Renew</source>
        <translation>续期</translation>
    </message>
    <message>
        <source>Make the next revision at the prices of today</source>
        <translation>按今日价格生成下一版本</translation>
    </message>
    <message>
        <source>Take the acceptance back</source>
        <translation>撤回接受</translation>
    </message>
    <message>
        <source>The order is cancelled, and the deal is as it was before</source>
        <translation>订单取消，商机恢复原状</translation>
    </message>
    <message>
        <source>%1 is marked as sent</source>
        <translation>%1 已标记为已发送</translation>
    </message>
    <message>
        <source>%1 is an order now</source>
        <translation>%1 已成为订单</translation>
    </message>
    <message>
        <source>%1 was declined</source>
        <translation>%1 已被拒绝</translation>
    </message>
    <message>
        <source>%1 is no order any more</source>
        <translation>%1 不再是订单</translation>
    </message>
    <message>
        <source>%1 at the prices of today, other prices: %2</source>
        <translation>%1 已按今日价格续期，价格有变的行：%2</translation>
    </message>
    <message>
        <source>%1 is begun as a draft</source>
        <translation>%1 已作为草稿开始</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>QuoteSums</name>
    <message>
        <source>Net</source>
        <translation>不含税金额</translation>
    </message>
    <message>
        <source>Discount %1</source>
        <translation>折扣 %1</translation>
    </message>
    <message>
        <source>Freight</source>
        <translation>运费</translation>
    </message>
    <message>
        <source>Tax</source>
        <translation>税额</translation>
    </message>
    <message>
        <source>Tax included</source>
        <translation>其中税额</translation>
    </message>
    <message>
        <source>Rounding</source>
        <translation>尾数调整</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Margin %1</source>
        <translation>毛利 %1</translation>
    </message>
    <message>
        <source>At %1 of %2</source>
        <translation>汇率 %1（%2）</translation>
    </message>
</context>
<context>
    <name>QuoteTold</name>
    <message>
        <source>and %1 more</source>
        <translation>以及另外 %1 项</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>%1, %2 waiting</source>
        <translation>%1，%2 项待处理</translation>
    </message>
    <message>
        <source>Show names</source>
        <translation>显示名称</translation>
    </message>
    <message>
        <source>Icons only</source>
        <translation>仅显示图标</translation>
    </message>
    <message>
        <source>Screens</source>
        <translation>页面</translation>
    </message>
</context>
<context>
    <name>Reach</name>
    <message>
        <source>No program on this computer opens “%1”. It was copied instead.</source>
        <translation>本机没有能打开“%1”的程序，已复制到剪贴板。</translation>
    </message>
    <message>
        <source>No e-mail address is known here.</source>
        <translation>这里没有电子邮件地址。</translation>
    </message>
    <message>
        <source>Copy the address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation>已复制：%1</translation>
    </message>
    <message>
        <source>Call %1</source>
        <translation>拨打 %1</translation>
    </message>
    <message>
        <source>Write to %1</source>
        <translation>发邮件给 %1</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>打开 %1</translation>
    </message>
</context>
<context>
    <name>Reader</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>RecordHead</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Previous in the list</source>
        <translation>列表中的上一个</translation>
    </message>
    <message>
        <source>Next in the list</source>
        <translation>列表中的下一个</translation>
    </message>
    <message>
        <source>Make a quote</source>
        <translation>新建报价单</translation>
    </message>
    <message>
        <source>Mark as done</source>
        <translation>标为已完成</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Next: %1</source>
        <translation>下一步：%1</translation>
    </message>
    <message>
        <source>No next step</source>
        <translation>没有下一步</translation>
    </message>
</context>
<context>
    <name>RecordPage</name>
    <message>
        <source>Search everything</source>
        <translation>搜索全部</translation>
    </message>
    <message>
        <source>Deleted: %1</source>
        <translation>已删除：%1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>This was not here yet on that day: %1</source>
        <translation>那一天还没有这条记录：%1</translation>
    </message>
    <message>
        <source>Back to now</source>
        <translation>回到现在</translation>
    </message>
    <message>
        <source>This is not here any more: %1</source>
        <translation>这条记录已不在这里：%1</translation>
    </message>
    <message>
        <source>%1 deleted it, %2.</source>
        <translation>%1 于 %2 删除。</translation>
    </message>
    <message>
        <source>Look into the bin</source>
        <translation>查看回收站</translation>
    </message>
    <message>
        <source>It was deleted, or it left your territory.</source>
        <translation>它可能已被删除，或已移出您的销售区域。</translation>
    </message>
    <message>
        <source>To the list</source>
        <translation>返回列表</translation>
    </message>
    <message>
        <source>Print…</source>
        <translation>打印…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>RecordPaper</name>
    <message>
        <source>What happened last</source>
        <translation>最近动态</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>以及另外 %1 项</translation>
    </message>
    <message>
        <source>Planned: %1</source>
        <translation>已安排：%1</translation>
    </message>
</context>
<context>
    <name>RecordSteps</name>
    <message>
        <source>Order confirmation…</source>
        <translation>订单确认书…</translation>
    </message>
    <message>
        <source>Open in the editor</source>
        <translation>在编辑器中打开</translation>
    </message>
    <message>
        <source>Its lines, its totals and its paper; drag it to where the PDF shall be</source>
        <translation>查看明细、合计和报价单；也可把 PDF 拖到需要的地方</translation>
    </message>
    <message>
        <source>Look at it, issue, print or keep it</source>
        <translation>查看、开出、打印或保存</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>What else can be done with it</source>
        <translation>其他可执行的操作</translation>
    </message>
</context>
<context>
    <name>RecordTable</name>
    <message>
        <source>Default columns</source>
        <translation>恢复默认列</translation>
    </message>
</context>
<context>
    <name>RefusalCard</name>
    <message>
        <source>Not accepted by the server</source>
        <translation>服务器未接受</translation>
    </message>
    <message>
        <source>It waits for: %1</source>
        <translation>它在等待：%1</translation>
    </message>
    <message>
        <source>The change it builds on was put aside. Enter that anew, or put this aside as well.</source>
        <translation>它所依据的更改已被搁置。请重新录入那一条，或把这一条也搁置。</translation>
    </message>
    <message>
        <source>Send again  (R)</source>
        <translation>重新发送  (R)</translation>
    </message>
    <message>
        <source>Put aside  (D)</source>
        <translation>搁置  (D)</translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation>删除 %1</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
</context>
<context>
    <name>Refused</name>
    <message>
        <source>Open the deal</source>
        <translation>打开商机</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>RelatedList</name>
    <message>
        <source>Parts of it</source>
        <translation>下属客户</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>暂无</translation>
    </message>
    <message numerus="yes">
        <source>Show all %n</source>
        <translation>
            <numerusform>显示全部 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Make a quote</source>
        <translation>新建报价单</translation>
    </message>
</context>
<context>
    <name>RelatedRow</name>
    <message>
        <source>Paid on %1</source>
        <translation>%1 已付</translation>
    </message>
    <message>
        <source>No day agreed</source>
        <translation>未约定日期</translation>
    </message>
    <message>
        <source>Due on %1</source>
        <translation>%1 到期</translation>
    </message>
    <message>
        <source>Overdue since %1</source>
        <translation>%1 起逾期</translation>
    </message>
    <message>
        <source>From %1 %2</source>
        <translation>%1 %2起</translation>
    </message>
    <message>
        <source>Until %1</source>
        <translation>有效至 %1</translation>
    </message>
</context>
<context>
    <name>ReleaseBar</name>
    <message>
        <source>Why, in a sentence</source>
        <translation>用一句话说明原因</translation>
    </message>
    <message>
        <source>Why an approval is asked for</source>
        <translation>申请批准的原因</translation>
    </message>
    <message>
        <source>Who is asked</source>
        <translation>向谁申请</translation>
    </message>
    <message>
        <source>Ask for approval</source>
        <translation>申请批准</translation>
    </message>
    <message>
        <source>It travels with the next sync; nothing is changed until it is answered</source>
        <translation>随下次同步送达；答复之前内容不再更改</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Make it a draft again, to change it</source>
        <translation>恢复为草稿，以便修改</translation>
    </message>
    <message>
        <source>Open the inbox</source>
        <translation>打开待处理</translation>
    </message>
    <message>
        <source>Answer it in the inbox</source>
        <translation>在“待处理”中答复</translation>
    </message>
    <message>
        <source>whoever may approve it</source>
        <translation>有权批准者</translation>
    </message>
    <message>
        <source>Waits for %1 to approve it (%2)</source>
        <translation>待%1批准（%2）</translation>
    </message>
    <message>
        <source>It holds for the quote as it is: to change it, take it back.</source>
        <translation>批准仅对报价现状有效；如需修改，请先撤回。</translation>
    </message>
    <message>
        <source>Margin</source>
        <translation>毛利</translation>
    </message>
    <message>
        <source>%1 is asked with the next sync</source>
        <translation>将随下次同步向%1申请</translation>
    </message>
    <message>
        <source>It is a draft again</source>
        <translation>已恢复为草稿</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>Reminders</name>
    <message numerus="yes">
        <source>In %n minute(s), at %1: %2</source>
        <translation>
            <numerusform>%n 分钟后（%1）：%2</numerusform>
        </translation>
    </message>
    <message>
        <source>Now, at %1: %2</source>
        <translation>现在（%1）：%2</translation>
    </message>
    <message>
        <source>Something begins at %1</source>
        <translation>%1 有事项开始</translation>
    </message>
</context>
<context>
    <name>RestLine</name>
    <message>
        <source>Only your own open business is on this laptop.</source>
        <translation>本机目前只有您自己在办的业务。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Load the rest</source>
        <translation>载入其余数据</translation>
    </message>
    <message>
        <source>Cancel loading the rest</source>
        <translation>取消载入其余数据</translation>
    </message>
    <message>
        <source>Loading a fresh copy: %1</source>
        <translation>正在重新载入全部数据：%1</translation>
    </message>
    <message>
        <source>Loading the rest: %1</source>
        <translation>正在载入其余数据：%1</translation>
    </message>
    <message>
        <source>The server prepares a fresh copy of your data</source>
        <translation>服务器正在重新准备您的全部数据</translation>
    </message>
    <message>
        <source>The server prepares the rest of your data</source>
        <translation>服务器正在准备您的其余数据</translation>
    </message>
</context>
<context>
    <name>Screen</name>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>Contacts</source>
        <translation>联系人</translation>
    </message>
    <message>
        <source>Pipeline</source>
        <translation>销售管道</translation>
    </message>
    <message>
        <source>Deals</source>
        <translation>商机</translation>
    </message>
    <message>
        <source>Calendar</source>
        <translation>日历</translation>
    </message>
    <message>
        <source>Quotes</source>
        <translation>报价单</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Products</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>Inbox</source>
        <translation>待处理</translation>
    </message>
    <message>
        <source>Company</source>
        <translation>公司</translation>
    </message>
    <message>
        <source>Sync</source>
        <translation>同步</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Quote</source>
        <translation>报价单</translation>
    </message>
    <message>
        <source>Paper template</source>
        <translation>单据模板</translation>
    </message>
    <message>
        <source>Bin</source>
        <translation>回收站</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
</context>
<context>
    <name>SearchPage</name>
    <message>
        <source>Search everything</source>
        <translation>搜索全部</translation>
    </message>
    <message>
        <source>Found everywhere</source>
        <translation>全局搜索结果</translation>
    </message>
    <message>
        <source>No match for “%1”</source>
        <translation>没有找到“%1”</translation>
    </message>
    <message>
        <source>Names, pinyin, initials, phones, e-mails and notes were searched.</source>
        <translation>已搜索名称、拼音、拼音首字母、电话、邮箱和备注。</translation>
    </message>
    <message>
        <source>Type a name, pinyin, a phone or an e-mail</source>
        <translation>输入名称、拼音、电话或邮箱</translation>
    </message>
</context>
<context>
    <name>Section</name>
    <message>
        <source>%1 more</source>
        <translation>还有 %1 项</translation>
    </message>
</context>
<context>
    <name>Security</name>
    <message>
        <source>Security</source>
        <translation>安全</translation>
    </message>
    <message>
        <source>Signed in as</source>
        <translation>当前登录</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>None: everything here is invented</source>
        <translation>无：这里的一切都是虚构的</translation>
    </message>
    <message>
        <source>It encrypts the data on this laptop</source>
        <translation>用于加密本机数据</translation>
    </message>
    <message>
        <source>Change the password…</source>
        <translation>更改密码…</translation>
    </message>
    <message>
        <source>Lock now</source>
        <translation>立即锁定</translation>
    </message>
    <message>
        <source>Leave the demo…</source>
        <translation>离开演示…</translation>
    </message>
    <message>
        <source>Sign out…</source>
        <translation>退出登录…</translation>
    </message>
</context>
<context>
    <name>SendPanel</name>
    <message>
        <source>In the post: it goes as soon as there is a network</source>
        <translation>已放入待发邮件，联网后立即发送</translation>
    </message>
    <message>
        <source>The mail with %1 is open in your mail program. When it has gone, note it here.</source>
        <translation>附有 %1 的邮件已在邮件程序中打开。发出后请在此标记。</translation>
    </message>
    <message>
        <source>It has gone</source>
        <translation>已发出</translation>
    </message>
    <message>
        <source>Send the quote</source>
        <translation>发送报价单</translation>
    </message>
    <message>
        <source>Send %1</source>
        <translation>发送 %1</translation>
    </message>
    <message>
        <source>To</source>
        <translation>收件人</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>正文</translation>
    </message>
    <message>
        <source>name@company.com, several with commas between them</source>
        <translation>完整的邮箱地址，多个用逗号分隔</translation>
    </message>
    <message>
        <source>Attached: %1</source>
        <translation>附件：%1</translation>
    </message>
    <message>
        <source>Open the paper, or drag it elsewhere</source>
        <translation>打开报价单，或拖到别处</translation>
    </message>
    <message>
        <source>Begin afresh</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Open in mail program</source>
        <translation>在邮件程序中打开</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>A demo company: Satchel itself sends nothing.</source>
        <translation>演示公司：Satchel 本身不发送任何邮件。</translation>
    </message>
    <message>
        <source>Satchel sends by itself once a mail server is set up in the settings.</source>
        <translation>在设置中设好邮件服务器后，Satchel 即可直接发送。</translation>
    </message>
    <message>
        <source>This quote has expired, as its paper says. Renew it, and send that.</source>
        <translation>如单据所示，该报价单已过期。请按当前价格续期后再发送。</translation>
    </message>
    <message>
        <source>A newer revision replaced this quote. Send that one.</source>
        <translation>该报价单已被更新的修订版替代。请发送新版。</translation>
    </message>
    <message>
        <source>The customer declined this quote. Revise it, and send that.</source>
        <translation>客户已拒绝该报价单。请修订后再发送。</translation>
    </message>
    <message>
        <source>%1 is noted as sent</source>
        <translation>%1 已标记为已发送</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>SetMenu</name>
    <message>
        <source>%1: type a day or choose</source>
        <translation>%1：输入日期或选择</translation>
    </message>
    <message>
        <source>%1: type or choose</source>
        <translation>%1：输入或选择</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Tomorrow</source>
        <translation>明天</translation>
    </message>
    <message>
        <source>Next Monday</source>
        <translation>下周一</translation>
    </message>
    <message>
        <source>In two weeks</source>
        <translation>两周后</translation>
    </message>
    <message>
        <source>End of the month</source>
        <translation>本月底</translation>
    </message>
    <message>
        <source>End of the quarter</source>
        <translation>本季度末</translation>
    </message>
    <message>
        <source>No day</source>
        <translation>无日期</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message numerus="yes">
        <source>%n other laptop(s) ask for it at the next sync.</source>
        <translation>
            <numerusform>另有 %n 台电脑会在下次同步时要求输入新密码。</numerusform>
        </translation>
    </message>
    <message>
        <source>The password is changed.</source>
        <translation>密码已更改。</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) taken over; they are sent now.</source>
        <translation>
            <numerusform>已转入 %n 项更改，现在发送。</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing waited there.</source>
        <translation>其中没有待发送的更改。</translation>
    </message>
    <message>
        <source>They are deleted for good.</source>
        <translation>数据将被永久删除。</translation>
    </message>
    <message>
        <source>They are deleted for good, with whatever was never sent: nobody can say whether there is anything.</source>
        <translation>数据将被永久删除，包括可能尚未发送的更改（是否存在已无法得知）。</translation>
    </message>
    <message numerus="yes">
        <source>They are deleted for good, with %n change(s) that nobody else has.</source>
        <translation>
            <numerusform>数据将被永久删除，连同只存在于本机的 %n 项更改。</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete the data set aside?</source>
        <translation>要删除搁置的数据吗？</translation>
    </message>
    <message>
        <source>Keep them</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>永久删除</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>Drawing the paper…</source>
        <translation>正在生成报价单…</translation>
    </message>
</context>
<context>
    <name>SignIn</name>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Server address</source>
        <translation>服务器地址</translation>
    </message>
    <message>
        <source>Sign-in name</source>
        <translation>登录名</translation>
    </message>
    <message>
        <source>One-time code</source>
        <translation>一次性验证码</translation>
    </message>
    <message>
        <source>Choose a password</source>
        <translation>设置密码</translation>
    </message>
    <message>
        <source>The same password again</source>
        <translation>再次输入密码</translation>
    </message>
</context>
<context>
    <name>SignInForm</name>
    <message>
        <source>Welcome to Satchel</source>
        <translation>欢迎使用 Satchel</translation>
    </message>
    <message>
        <source>Welcome back</source>
        <translation>欢迎回来</translation>
    </message>
    <message>
        <source>A new password, a fresh copy</source>
        <translation>设置新密码，重新载入数据</translation>
    </message>
    <message>
        <source>Sign in and load my data</source>
        <translation>登录并载入我的数据</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>解锁</translation>
    </message>
    <message>
        <source>Set aside and load a fresh copy</source>
        <translation>搁置旧数据并重新载入</translation>
    </message>
    <message>
        <source>Try it with a demo company</source>
        <translation>用演示公司试一试</translation>
    </message>
    <message>
        <source>or</source>
        <translation>或</translation>
    </message>
    <message>
        <source>No server and no password: an invented company, made on this laptop in seconds.</source>
        <translation>无需服务器和密码：几秒钟就能在本机生成一家虚构的公司。</translation>
    </message>
    <message>
        <source>Password forgotten or changed?</source>
        <translation>忘记或更改了密码？</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>The address, your sign-in name and a one-time code come from your administrator.</source>
        <translation>服务器地址、登录名和一次性验证码由管理员提供。</translation>
    </message>
    <message>
        <source>The data of %1 on this laptop are locked.</source>
        <translation>%1 在本机的数据已锁定。</translation>
    </message>
    <message>
        <source>A one-time code of your administrator loads a fresh copy. What lies here is set aside, never deleted: with the old password you open it later, from the settings, and send what waited.</source>
        <translation>凭管理员提供的一次性验证码重新载入数据。本机原有数据只会搁置，绝不删除：想起旧密码后，可在设置中打开，并发送其中尚未发送的更改。</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) wait here to be sent.</source>
        <translation>
            <numerusform>本机有 %n 项更改等待发送。</numerusform>
        </translation>
    </message>
    <message>
        <source>Changed on another laptop? Then go back and unlock with the old one: this laptop asks for the new one by itself.</source>
        <translation>密码是在另一台电脑上改的吗？请返回并用旧密码解锁，本机会自动要求输入新密码。</translation>
    </message>
</context>
<context>
    <name>SignInWindow</name>
    <message>
        <source>Loading your data</source>
        <translation>正在载入您的数据</translation>
    </message>
    <message>
        <source>The window opens as soon as you can work; what is left then follows behind.</source>
        <translation>能开始工作时就会打开主窗口，其余数据随后在后台载入。</translation>
    </message>
</context>
<context>
    <name>StageMoves</name>
    <message>
        <source>Moved to %1</source>
        <translation>已移至“%1”</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>StagePath</name>
    <message>
        <source>%1, the current stage</source>
        <translation>%1，当前阶段</translation>
    </message>
    <message>
        <source>%1, passed</source>
        <translation>%1，已完成</translation>
    </message>
    <message>
        <source>Move to %1</source>
        <translation>移至“%1”</translation>
    </message>
</context>
<context>
    <name>StaleBar</name>
    <message numerus="yes">
        <source>Last exchange with the server %n day(s) ago: what others did since is not here yet.</source>
        <translation>
            <numerusform>上次与服务器同步是 %n 天前：此后同事的更改尚未到达本机。</numerusform>
        </translation>
    </message>
    <message>
        <source>Show sync status</source>
        <translation>查看同步状态</translation>
    </message>
</context>
<context>
    <name>StandingGrid</name>
    <message>
        <source>In the inbox</source>
        <translation>待处理</translation>
    </message>
    <message>
        <source>Doing now</source>
        <translation>当前任务</translation>
    </message>
    <message>
        <source>Last complete sync</source>
        <translation>上次完整同步</translation>
    </message>
    <message>
        <source>Last exchange</source>
        <translation>上次数据交换</translation>
    </message>
    <message>
        <source>To send</source>
        <translation>待发送</translation>
    </message>
    <message>
        <source>Damaged on this laptop</source>
        <translation>本机损坏的数据</translation>
    </message>
    <message>
        <source>To fetch</source>
        <translation>待获取</translation>
    </message>
    <message>
        <source>On this laptop</source>
        <translation>本机数据</translation>
    </message>
    <message>
        <source>Fetched anew</source>
        <translation>重新获取</translation>
    </message>
    <message>
        <source>Compared with the server</source>
        <translation>与服务器核对</translation>
    </message>
    <message>
        <source>Brought back to the server</source>
        <translation>补回服务器</translation>
    </message>
    <message>
        <source>Taken over</source>
        <translation>已转入</translation>
    </message>
    <message>
        <source>Name of this laptop</source>
        <translation>本机名称</translation>
    </message>
    <message>
        <source>Quote numbers left on this laptop</source>
        <translation>本机剩余报价单编号</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>Signed in as</source>
        <translation>当前登录</translation>
    </message>
    <message>
        <source>Open the inbox</source>
        <translation>打开待处理</translation>
    </message>
    <message>
        <source>Nothing; waiting for news</source>
        <translation>无，正在等待新消息</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>从未</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>暂无</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) sent</source>
        <translation>
            <numerusform>发送 %n 项更改</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n received</source>
        <translation>
            <numerusform>接收 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>all data loaded anew</source>
        <translation>已重新载入全部数据</translation>
    </message>
    <message numerus="yes">
        <source>%n refused</source>
        <translation>
            <numerusform>被拒绝 %n 项</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conflict(s)</source>
        <translation>
            <numerusform>%n 个冲突</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n 项更改</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n 个文件</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refused change(s)</source>
        <translation>
            <numerusform>%n 项被拒绝的更改</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conflict(s) to answer</source>
        <translation>
            <numerusform>%n 个待答复的冲突</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing to answer</source>
        <translation>没有待答复的内容</translation>
    </message>
    <message>
        <source>Nothing ever differed</source>
        <translation>从未发现差异</translation>
    </message>
    <message>
        <source>Not all: %1 differ since %2</source>
        <translation>有差异：%1（自 %2 起）</translation>
    </message>
    <message numerus="yes">
        <source>%n difference(s) put right</source>
        <translation>
            <numerusform>已纠正 %n 处差异</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, last %2: %3</source>
        <translation>%1，最近一次 %2：%3</translation>
    </message>
    <message>
        <source>%1: attach again, the bytes are not what was attached</source>
        <translation>%1：内容与添加时不符，请重新添加附件</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) that the data here before had not sent</source>
        <translation>
            <numerusform>此前本机数据中尚未发送的 %n 项更改</numerusform>
        </translation>
    </message>
    <message>
        <source>its data was in use on another laptop as well; since %1 it has quote numbers of its own</source>
        <translation>其数据曾同时在另一台电脑上使用；自 %1 起，本机使用自己的报价单编号</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) that its backup had not got</source>
        <translation>
            <numerusform>其备份中缺少的 %n 项更改</numerusform>
        </translation>
    </message>
    <message>
        <source>nothing was missing; it was put back from a backup</source>
        <translation>服务器从备份恢复，没有缺少内容</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>%1 to send</source>
        <translation>%1 项待发送</translation>
    </message>
    <message>
        <source>Nothing to send</source>
        <translation>没有待发送的更改</translation>
    </message>
    <message numerus="yes">
        <source>%n to answer</source>
        <translation>
            <numerusform>%n 项待处理</numerusform>
        </translation>
    </message>
    <message>
        <source>Last sync %1</source>
        <translation>上次同步 %1</translation>
    </message>
    <message>
        <source>d MMM HH:mm</source>
        <translation>M月d日 HH:mm</translation>
    </message>
    <message>
        <source>Never synced</source>
        <translation>尚未同步</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>%1: %2 of %3</source>
        <translation>%1：%2 / %3</translation>
    </message>
    <message>
        <source>Stop: %1</source>
        <translation>停止：%1</translation>
    </message>
    <message>
        <source>%1, and %2 more</source>
        <translation>%1，另有 %2 项</translation>
    </message>
</context>
<context>
    <name>Storage</name>
    <message>
        <source>Storage</source>
        <translation>存储</translation>
    </message>
    <message>
        <source>Your data</source>
        <translation>您的数据</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Bin</source>
        <translation>回收站</translation>
    </message>
    <message>
        <source>What was deleted, to be brought back</source>
        <translation>已删除的内容，可以恢复</translation>
    </message>
    <message>
        <source>Look into it</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Set aside on this laptop; each opens with the password it had:</source>
        <translation>在本机搁置的数据，各用当时的密码打开：</translation>
    </message>
</context>
<context>
    <name>Sync</name>
    <message>
        <source>Online</source>
        <translation>在线</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>Syncing</source>
        <translation>正在同步</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>需要处理</translation>
    </message>
    <message>
        <source>Demo</source>
        <translation>演示</translation>
    </message>
    <message>
        <source>Demo company: nothing leaves this laptop</source>
        <translation>演示公司：任何内容都不会离开本机</translation>
    </message>
</context>
<context>
    <name>SyncCard</name>
    <message>
        <source>Sync</source>
        <translation>同步</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>服务器</translation>
    </message>
    <message>
        <source>None: a demo company</source>
        <translation>无：演示公司</translation>
    </message>
    <message>
        <source>Last sync</source>
        <translation>上次同步</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>从未</translation>
    </message>
    <message>
        <source>To send</source>
        <translation>待发送</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) to send</source>
        <translation>
            <numerusform>有 %n 项更改待发送</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing to send</source>
        <translation>没有待发送的更改</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>On this laptop</source>
        <translation>本机数据</translation>
    </message>
    <message>
        <source>Check everything now</source>
        <translation>立即全面检查</translation>
    </message>
    <message>
        <source>Read every record of this laptop again and compare it with its history</source>
        <translation>重新读取本机的每条记录，并与其历史核对</translation>
    </message>
    <message>
        <source>More about sync</source>
        <translation>同步详情</translation>
    </message>
</context>
<context>
    <name>SyncStatus</name>
    <message>
        <source>Sync</source>
        <translation>同步</translation>
    </message>
    <message>
        <source>Sync now</source>
        <translation>立即同步</translation>
    </message>
    <message>
        <source>Check the contents</source>
        <translation>检查内容</translation>
    </message>
    <message>
        <source>Read every record of this laptop again and compare it with its history</source>
        <translation>重新读取本机的每条记录，并与其历史核对</translation>
    </message>
    <message>
        <source>Waiting to be sent</source>
        <translation>等待发送</translation>
    </message>
    <message>
        <source>Every change of this laptop has been sent.</source>
        <translation>本机的所有更改都已发送。</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>正在检查…</translation>
    </message>
    <message>
        <source>Checking the contents</source>
        <translation>正在检查内容</translation>
    </message>
    <message>
        <source>Everything is sent</source>
        <translation>已全部发送</translation>
    </message>
    <message>
        <source>Work goes on; changes are sent when there is a network.</source>
        <translation>可以继续工作；有网络时自动发送更改。</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>已删除</translation>
    </message>
    <message>
        <source>restored</source>
        <translation>已恢复</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>以及另外 %1 项</translation>
    </message>
    <message>
        <source>%1 of %2 records differ from their history: %3. Sync now to fetch it anew.</source>
        <translation>%2 条记录中有 %1 条与历史不符：%3。请立即同步，以重新获取。</translation>
    </message>
    <message>
        <source>%1 of %2 records differed from their history and were put right: %3.</source>
        <translation>%2 条记录中有 %1 条曾与历史不符，现已修正：%3。</translation>
    </message>
    <message>
        <source>All %2 records agree with their history.</source>
        <translation>全部 %2 条记录都与历史一致。</translation>
    </message>
</context>
<context>
    <name>TemplateEditor</name>
    <message>
        <source>Language of the paper</source>
        <translation>单据语言</translation>
    </message>
    <message>
        <source>A sample; type the number of a quote to see that</source>
        <translation>当前为样张；输入报价单编号可查看该报价</translation>
    </message>
    <message>
        <source>Quote to look at</source>
        <translation>用于预览的报价单</translation>
    </message>
    <message>
        <source>Paper template</source>
        <translation>单据模板</translation>
    </message>
    <message>
        <source>Used for all quotes</source>
        <translation>已用于全部报价</translation>
    </message>
    <message>
        <source>Do not use for all</source>
        <translation>取消用于全部</translation>
    </message>
    <message>
        <source>Use for all quotes</source>
        <translation>用于全部报价</translation>
    </message>
    <message>
        <source>Quotes that name no template of their own are printed without one</source>
        <translation>未指定模板的报价单将不用模板打印</translation>
    </message>
    <message>
        <source>Every quote that names no template of its own is printed by this one; issued ones stay</source>
        <translation>未指定模板的报价单都用此模板打印；已开出的保持不变</translation>
    </message>
    <message>
        <source>Draft quote</source>
        <translation>报价单草稿</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Quotes are printed without a template</source>
        <translation>报价单不再使用模板</translation>
    </message>
    <message>
        <source>All quotes are printed by %1</source>
        <translation>全部报价单使用“%1”打印</translation>
    </message>
    <message>
        <source>Choose the logo</source>
        <translation>选择徽标</translation>
    </message>
    <message>
        <source>Choose the appendix</source>
        <translation>选择附件</translation>
    </message>
    <message>
        <source>%1 is kept; it has few dots and will look coarse on paper</source>
        <translation>%1 已保存；但像素较少，印出来会显得粗糙</translation>
    </message>
    <message>
        <source>%1 is on every paper from now on</source>
        <translation>%1 今后印在每份单据上</translation>
    </message>
    <message>
        <source>Reading the file</source>
        <translation>正在读取文件</translation>
    </message>
    <message>
        <source>It is taken off the paper</source>
        <translation>已从单据上移除</translation>
    </message>
</context>
<context>
    <name>TemplateFile</name>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>A PNG, JPEG or SVG; it stands beside the company’s name</source>
        <translation>PNG、JPEG 或 SVG；印在公司名称旁</translation>
    </message>
    <message>
        <source>A PDF of up to 4 MB and 40 pages; its pages follow those of every paper</source>
        <translation>最大 4 MB、40 页的 PDF；其页面附在每份单据之后</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>comes with the next sync</source>
        <translation>随下次同步到达</translation>
    </message>
</context>
<context>
    <name>TemplateLines</name>
    <message>
        <source>Templates</source>
        <translation>模板</translation>
    </message>
    <message>
        <source>No templates yet: keep the lines of a quote as one.</source>
        <translation>还没有模板：可以把报价单的明细存为模板。</translation>
    </message>
    <message>
        <source>Insert</source>
        <translation>插入</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>For everyone</source>
        <translation>所有人可用</translation>
    </message>
    <message>
        <source>Name of the template</source>
        <translation>模板名称</translation>
    </message>
    <message numerus="yes">
        <source>Keep %n line(s)</source>
        <translation>
            <numerusform>保存 %n 条明细</numerusform>
        </translation>
    </message>
    <message>
        <source>Kept as a template: %1</source>
        <translation>已存为模板：%1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Deleted: %1</source>
        <translation>已删除：%1</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n 条明细</numerusform>
        </translation>
    </message>
    <message>
        <source>Templates of lines</source>
        <translation>明细模板</translation>
    </message>
    <message>
        <source>Keep these lines</source>
        <translation>保存这些明细</translation>
    </message>
</context>
<context>
    <name>Tile</name>
    <message>
        <source>No preview</source>
        <translation>无法预览</translation>
    </message>
    <message>
        <source>With the next sync</source>
        <translation>下次同步时获取</translation>
    </message>
    <message>
        <source>Fetch %1</source>
        <translation>获取 %1</translation>
    </message>
</context>
<context>
    <name>TimeBanner</name>
    <message>
        <source>Back to now</source>
        <translation>回到现在</translation>
    </message>
    <message>
        <source>You see the end of %1 as we knew it then. Nothing can be changed in the past.</source>
        <translation>您正在查看 %1 结束时我们所掌握的情况，过去的内容不能修改。</translation>
    </message>
    <message>
        <source>You see the end of %1 as it was. Nothing can be changed in the past.</source>
        <translation>您正在查看 %1 结束时的实际情况，过去的内容不能修改。</translation>
    </message>
    <message>
        <source>Of %1 this laptop knows the whole past since %2 only; what lies before is kept on the server.</source>
        <translation>本机只保存了 %2 以来%1的完整历史，更早的历史保存在服务器上。</translation>
    </message>
</context>
<context>
    <name>TimeButton</name>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>Moment looked at: %1</source>
        <translation>查看的时间：%1</translation>
    </message>
    <message>
        <source>See any past day, as it was then</source>
        <translation>查看过去任意一天的情况</translation>
    </message>
</context>
<context>
    <name>TimePanel</name>
    <message>
        <source>Day to look at</source>
        <translation>查看日期</translation>
    </message>
    <message>
        <source>As it was: everything that had happened by then</source>
        <translation>实际情况：截至当时发生的一切</translation>
    </message>
    <message>
        <source>As we knew it: what had reached the server by then</source>
        <translation>当时所知：截至当时已到达服务器的内容</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>Look at this day</source>
        <translation>查看这一天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>A week ago</source>
        <translation>一周前</translation>
    </message>
    <message>
        <source>End of last month</source>
        <translation>上月末</translation>
    </message>
    <message>
        <source>End of last quarter</source>
        <translation>上季度末</translation>
    </message>
    <message>
        <source>End of last year</source>
        <translation>去年年末</translation>
    </message>
    <message>
        <source>A year ago</source>
        <translation>一年前</translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message>
        <source>Some day</source>
        <translation>日期待定</translation>
    </message>
    <message>
        <source>Deal opened</source>
        <translation>新建商机</translation>
    </message>
    <message>
        <source>Quote begun</source>
        <translation>新建报价单</translation>
    </message>
    <message>
        <source>Ordered</source>
        <translation>已下单</translation>
    </message>
    <message>
        <source>Added</source>
        <translation>已添加</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>已删除</translation>
    </message>
    <message>
        <source>Restored</source>
        <translation>已恢复</translation>
    </message>
    <message>
        <source>Paid: %1</source>
        <translation>已付款：%1</translation>
    </message>
    <message>
        <source>Not paid after all: %1</source>
        <translation>撤回付款：%1</translation>
    </message>
    <message>
        <source>Stage changed</source>
        <translation>阶段变更</translation>
    </message>
    <message>
        <source>Quote changed</source>
        <translation>报价单变更</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>已修改</translation>
    </message>
    <message numerus="yes">
        <source>Show %n earlier</source>
        <translation>
            <numerusform>再显示更早的 %n 项</numerusform>
        </translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间线</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Activities</source>
        <translation>活动</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>Quotes</source>
        <translation>报价单</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>No longer on top</source>
        <translation>已取消置顶</translation>
    </message>
    <message>
        <source>Pinned on top, for everybody</source>
        <translation>已置顶，所有人可见</translation>
    </message>
    <message>
        <source>No activity yet. Log a call, and the next person here knows.</source>
        <translation>还没有活动。记录一次电话，接手的同事就能了解情况。</translation>
    </message>
    <message>
        <source>Nothing has been changed yet.</source>
        <translation>还没有任何更改。</translation>
    </message>
    <message>
        <source>Log a call</source>
        <translation>记录电话</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>已置顶</translation>
    </message>
    <message>
        <source>Planned</source>
        <translation>计划</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Saved: %1</source>
        <translation>已保存：%1</translation>
    </message>
</context>
<context>
    <name>Titles</name>
    <message numerus="yes">
        <source>Overdue by %n day(s)</source>
        <translation>
            <numerusform>逾期 %n 天</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TopBar</name>
    <message>
        <source>Back</source>
        <translation>后退</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前进</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>清空搜索</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>Menu of %1</source>
        <translation>%1 的菜单</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>高对比度</translation>
    </message>
    <message>
        <source>%1 to send</source>
        <translation>%1 项待发送</translation>
    </message>
    <message>
        <source>Nothing to send</source>
        <translation>没有待发送的更改</translation>
    </message>
    <message>
        <source>Sync now: %1, %2</source>
        <translation>立即同步：%1，%2</translation>
    </message>
    <message>
        <source>Click to sync now</source>
        <translation>点击立即同步</translation>
    </message>
</context>
<context>
    <name>Typed</name>
    <message>
        <source>“%1” is no number. Type digits, for example 120000.</source>
        <translation>“%1”不是数字。请输入数字，例如 120000。</translation>
    </message>
    <message>
        <source>“%1” is no day. Type it like 2026-11-20, tomorrow or +3.</source>
        <translation>“%1”不是日期。请按 2026-11-20、明天或 +3 的形式输入。</translation>
    </message>
    <message>
        <source>“%1” is no time of day.</source>
        <translation>“%1”不是有效的时间。</translation>
    </message>
    <message>
        <source>“%1” ends before it begins.</source>
        <translation>“%1”的结束早于开始。</translation>
    </message>
</context>
<context>
    <name>Undoing</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>撤销：%1</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Redo: %1</source>
        <translation>重做：%1</translation>
    </message>
    <message>
        <source>Bin: what was deleted</source>
        <translation>回收站：已删除的内容</translation>
    </message>
    <message>
        <source>Taken back: %1</source>
        <translation>已撤销：%1</translation>
    </message>
    <message>
        <source>Done again: %1</source>
        <translation>已重做：%1</translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n other(s)</source>
        <translation>
            <numerusform>%1及另外%n条</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 added</source>
        <translation>新增%1</translation>
    </message>
    <message>
        <source>%1 deleted</source>
        <translation>删除%1</translation>
    </message>
    <message>
        <source>Taking back: %1</source>
        <translation>正在撤销：%1</translation>
    </message>
    <message>
        <source>Edit %1</source>
        <translation>编辑 %1</translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation>添加 %1</translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation>删除 %1</translation>
    </message>
</context>
<context>
    <name>ViewName</name>
    <message>
        <source>For everyone</source>
        <translation>所有人可用</translation>
    </message>
    <message>
        <source>Name of the view</source>
        <translation>视图名称</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Save view</source>
        <translation>保存视图</translation>
    </message>
</context>
<context>
    <name>ViewsBar</name>
    <message>
        <source>This view also uses “%1”, which this version of Satchel does not know. That is left out here and stays in the view.</source>
        <translation>此视图还用到当前版本的 Satchel 无法识别的“%1”。这部分在此略去，但仍保留在视图中。</translation>
    </message>
    <message>
        <source>Views</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Save view</source>
        <translation>保存视图</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Save, share, rename or delete this view</source>
        <translation>保存、共享、重命名或删除此视图</translation>
    </message>
    <message>
        <source>View saved</source>
        <translation>视图已保存</translation>
    </message>
    <message>
        <source>Only you see this view now</source>
        <translation>现在只有您能看到此视图</translation>
    </message>
    <message>
        <source>Everyone gets this view now</source>
        <translation>现在所有人都可使用此视图</translation>
    </message>
    <message>
        <source>Deleted: %1</source>
        <translation>已删除：%1</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>标准</translation>
    </message>
    <message>
        <source>The plain list</source>
        <translation>列表的默认样子</translation>
    </message>
    <message>
        <source>Only you see this view</source>
        <translation>只有您能看到此视图</translation>
    </message>
    <message>
        <source>For everyone, by %1</source>
        <translation>所有人可用，由 %1 创建</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Save as new view</source>
        <translation>另存为新视图</translation>
    </message>
    <message>
        <source>Discard changes</source>
        <translation>放弃更改</translation>
    </message>
    <message>
        <source>Rename view</source>
        <translation>重命名视图</translation>
    </message>
    <message>
        <source>Keep view to myself</source>
        <translation>视图仅自己可见</translation>
    </message>
    <message>
        <source>Share view with everyone</source>
        <translation>与所有人共享视图</translation>
    </message>
    <message>
        <source>Delete view</source>
        <translation>删除视图</translation>
    </message>
</context>
<context>
    <name>WayIn</name>
    <message>
        <source>You are signed out here. The server could not be told: it ends the session when it was not used for 90 days, and your administrator can end it at once.</source>
        <translation>您已在本机退出登录，但未能通知服务器：会话闲置 90 天后自动结束，管理员也可以立即结束它。</translation>
    </message>
    <message>
        <source>The demo company is on its way</source>
        <translation>正在准备演示公司</translation>
    </message>
    <message>
        <source>Two years of an invented maker of pumps and valves. You are Li Wei, who sells in Shanghai.</source>
        <translation>一家虚构的泵阀制造商两年来的业务。您是在上海做销售的李薇。</translation>
    </message>
</context>
<context>
    <name>Wording</name>
    <message>
        <source>Outside your territory</source>
        <translation>不在您的销售区域内</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>Draft: %1</source>
        <translation>草稿：%1</translation>
    </message>
    <message>
        <source>New: %1</source>
        <translation>新建%1</translation>
    </message>
    <message>
        <source>New account</source>
        <translation>新建客户</translation>
    </message>
    <message>
        <source>New contact</source>
        <translation>新建联系人</translation>
    </message>
    <message>
        <source>New deal</source>
        <translation>新建商机</translation>
    </message>
    <message>
        <source>New quote</source>
        <translation>新建报价单</translation>
    </message>
    <message>
        <source>New product</source>
        <translation>新建产品</translation>
    </message>
    <message>
        <source>New activity</source>
        <translation>新建活动</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>余款</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Tomorrow</source>
        <translation>明天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
</context>
<context>
    <name>_Words</name>
    <message>
        <source>Declined</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>The mail to %1 did not go. %2</source>
        <translation>发给 %1 的邮件未能发出。%2</translation>
    </message>
    <message>
        <source>The mail to %1 waits for a network.</source>
        <translation>发给 %1 的邮件正在等待网络。</translation>
    </message>
    <message>
        <source>Order %1 of %2</source>
        <translation>订单 %1，%2</translation>
    </message>
    <message>
        <source>due %1</source>
        <translation>%1 到期</translation>
    </message>
    <message>
        <source>paid on %1</source>
        <translation>%1 已付</translation>
    </message>
    <message>
        <source>Replaces %1</source>
        <translation>替代 %1</translation>
    </message>
    <message>
        <source>total %1 → %2</source>
        <translation>总额 %1 → %2</translation>
    </message>
    <message>
        <source>nothing changed yet</source>
        <translation>尚无改动</translation>
    </message>
    <message>
        <source>Added: %1</source>
        <translation>已添加：%1</translation>
    </message>
    <message>
        <source>Removed: %1</source>
        <translation>删除：%1</translation>
    </message>
</context>
<context>
    <name>core</name>
    <message>
        <source>There is no pipeline with stages yet. Ask an administrator to set one up.</source>
        <translation>还没有设置销售管道及其阶段。请联系管理员设置。</translation>
    </message>
    <message>
        <source>The quote has no lines yet. Add the first product, then issue it.</source>
        <translation>报价单还没有明细。请先添加产品，再正式开出。</translation>
    </message>
    <message>
        <source>The quote is for nobody yet. Choose its account, then issue it.</source>
        <translation>这份报价单还没有客户。请先选择客户，再正式开出。</translation>
    </message>
    <message>
        <source>Line {line} has no price yet. Type one, 0 if it is free, then issue the quote.</source>
        <translation>第 {line} 行还没有单价。请填写（免费则填 0），然后开出报价单。</translation>
    </message>
    <message>
        <source>The payment plan asks for more than the total. Lower one of its parts, then issue the quote.</source>
        <translation>付款计划的合计超过总计。请调低其中一期，再开具报价单。</translation>
    </message>
    <message>
        <source>This laptop has no quote numbers left. Sync once to get a new block; the quote stays a draft until then.</source>
        <translation>本机的报价单编号已用完。请同步一次以领取新的编号段，在此之前报价单保持草稿状态。</translation>
    </message>
    <message>
        <source>This quote has lines in {currency}, and a quote has one currency. Make a new quote from the deal for {other}.</source>
        <translation>此报价单的行以 {currency} 计价，一份报价单只能用一种币种。如需 {other}，请从商机新建一份报价单。</translation>
    </message>
    <message>
        <source>There is nothing left to take back: it was changed again since, or the record is not here any more.</source>
        <translation>没有可以撤销的内容：此后又有修改，或该记录已不在这里。</translation>
    </message>
    <message>
        <source>Your role may not change {entity}. Ask an administrator.</source>
        <translation>您的角色无权修改{entity}。请联系管理员。</translation>
    </message>
    <message>
        <source>Your role may not change the field {label}. Ask an administrator.</source>
        <translation>您的角色无权修改字段“{label}”。请联系管理员。</translation>
    </message>
    <message>
        <source>This is a colleague’s: only its owner and an administrator may change it. Save one of your own.</source>
        <translation>这属于同事，只有其负责人和管理员可以修改。请另存为您自己的。</translation>
    </message>
    <message>
        <source>This record is not in your territory any more. Ask its owner to enter the change.</source>
        <translation>此记录已不在您的销售区域内。请让其负责人录入此更改。</translation>
    </message>
    <message>
        <source>{label} must not be empty.</source>
        <translation>“{label}”不能为空。</translation>
    </message>
    <message>
        <source>{label} has no value “{value}”. Choose one from the list.</source>
        <translation>“{label}”没有“{value}”这个选项。请从列表中选择。</translation>
    </message>
    <message>
        <source>{label} must be at least {limit}.</source>
        <translation>“{label}”不能小于 {limit}。</translation>
    </message>
    <message>
        <source>{label} must be at most {limit}.</source>
        <translation>“{label}”不能大于 {limit}。</translation>
    </message>
    <message>
        <source>{label} holds at most {limit} characters, and this has {length}. Shorten it, or attach it as a file.</source>
        <translation>“{label}”最多容纳 {limit} 个字符，而此内容有 {length} 个。请缩短，或作为文件附上。</translation>
    </message>
    <message>
        <source>{label} cannot hold this value.</source>
        <translation>“{label}”不能填写此值。</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>Meeting</source>
        <translation>会议</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>拜访</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>What</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>About whom</source>
        <translation>相关对象</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>活动</translation>
    </message>
    <message>
        <source>Activities</source>
        <translation>活动</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Mail</source>
        <translation>邮件</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>正文</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>联系人</translation>
    </message>
    <message>
        <source>Deal</source>
        <translation>商机</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>负责人</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>截止日期</translation>
    </message>
    <message>
        <source>Starts</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>时长（分钟）</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Done at</source>
        <translation>完成时间</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>已置顶</translation>
    </message>
    <message>
        <source>Stands on top of what happened, for everybody.</source>
        <translation>显示在时间线最上方，所有人可见。</translation>
    </message>
    <message>
        <source>Key in the source</source>
        <translation>来源系统编号</translation>
    </message>
    <message>
        <source>Item</source>
        <translation>明细</translation>
    </message>
    <message>
        <source>Texts</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>货币</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>币种</translation>
    </message>
    <message>
        <source>Currencies</source>
        <translation>币种</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Symbol</source>
        <translation>符号</translation>
    </message>
    <message>
        <source>Totals rounded to</source>
        <translation>总计取整到</translation>
    </message>
    <message>
        <source>For example 0.05 or 1. New quotes take it over.</source>
        <translation>例如 0.05 或 1。新报价单会沿用。</translation>
    </message>
    <message>
        <source>Exchange rate</source>
        <translation>汇率</translation>
    </message>
    <message>
        <source>Exchange rates</source>
        <translation>汇率</translation>
    </message>
    <message>
        <source>From</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>汇率</translation>
    </message>
    <message>
        <source>Tax rate</source>
        <translation>税率</translation>
    </message>
    <message>
        <source>Tax rates</source>
        <translation>税率</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Further taxes</source>
        <translation>其他税种</translation>
    </message>
    <message>
        <source>Charged with this one, each as 7 or 9.975 %, with “on tax” after it if it is charged on the other taxes too.</source>
        <translation>与此税一并计征，逐项填写 7 或 9.975%；如连同其他税额一起计税，请在后面加“税上税”。</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>Products</source>
        <translation>产品</translation>
    </message>
    <message>
        <source>Chinese name</source>
        <translation>中文名称</translation>
    </message>
    <message>
        <source>Names in further languages</source>
        <translation>其他语言的名称</translation>
    </message>
    <message>
        <source>The language at the left, as de or fr; the product is found by each of them.</source>
        <translation>左侧填写语言代码，例如德语、法语的代码；按其中任何一个名称都能找到该产品。</translation>
    </message>
    <message>
        <source>SKU</source>
        <translation>产品编码</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Subcategory</source>
        <translation>子类别</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>成本</translation>
    </message>
    <message>
        <source>Lowest price</source>
        <translation>最低价</translation>
    </message>
    <message>
        <source>A quote below it needs an approval, where a limit has a lowest margin. Everybody can read it, the cost not.</source>
        <translation>在设有最低毛利率的限额下，报价低于此价须经批准。此价人人可见，成本则不然。</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>描述</translation>
    </message>
    <message>
        <source>Chinese description</source>
        <translation>中文描述</translation>
    </message>
    <message>
        <source>Descriptions in further languages</source>
        <translation>其他语言的描述</translation>
    </message>
    <message>
        <source>The language at the left, as de or fr.</source>
        <translation>左侧填写语言代码，例如德语、法语的代码。</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Delivery time</source>
        <translation>交货期</translation>
    </message>
    <message>
        <source>No longer sold</source>
        <translation>已停售</translation>
    </message>
    <message>
        <source>Sounds like</source>
        <translation>拼音</translation>
    </message>
    <message>
        <source>Customer group</source>
        <translation>客户组</translation>
    </message>
    <message>
        <source>Customer groups</source>
        <translation>客户组</translation>
    </message>
    <message>
        <source>Price book</source>
        <translation>价目表</translation>
    </message>
    <message>
        <source>Price books</source>
        <translation>价目表</translation>
    </message>
    <message>
        <source>Used unless another is chosen</source>
        <translation>默认使用</translation>
    </message>
    <message>
        <source>Prices are</source>
        <translation>价格</translation>
    </message>
    <message>
        <source>Its customers buy by this book; empty: it is for everybody.</source>
        <translation>该组客户按此价目表购买；留空则适用于所有客户。</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>价格</translation>
    </message>
    <message>
        <source>Prices</source>
        <translation>价格</translation>
    </message>
    <message>
        <source>Unit price</source>
        <translation>单价</translation>
    </message>
    <message>
        <source>From quantity</source>
        <translation>起订数量</translation>
    </message>
    <message>
        <source>Special price</source>
        <translation>专享价</translation>
    </message>
    <message>
        <source>Special prices</source>
        <translation>专享价</translation>
    </message>
    <message>
        <source>Agreed because</source>
        <translation>约定原因</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>结束</translation>
    </message>
    <message>
        <source>Prospect</source>
        <translation>潜在客户</translation>
    </message>
    <message>
        <source>Customer</source>
        <translation>成交客户</translation>
    </message>
    <message>
        <source>Partner</source>
        <translation>合作伙伴</translation>
    </message>
    <message>
        <source>Former customer</source>
        <translation>流失客户</translation>
    </message>
    <message>
        <source>Competitor</source>
        <translation>竞争对手</translation>
    </message>
    <message>
        <source>Decides</source>
        <translation>决策者</translation>
    </message>
    <message>
        <source>Influences</source>
        <translation>影响者</translation>
    </message>
    <message>
        <source>Buys</source>
        <translation>采购者</translation>
    </message>
    <message>
        <source>Uses</source>
        <translation>使用者</translation>
    </message>
    <message>
        <source>Gatekeeper</source>
        <translation>把关者</translation>
    </message>
    <message>
        <source>About</source>
        <translation>基本信息</translation>
    </message>
    <message>
        <source>Reach</source>
        <translation>联系方式</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Responsible</source>
        <translation>负责人</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>经营数据</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Accounts</source>
        <translation>客户</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Industry</source>
        <translation>行业</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Phones</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>E-mails</source>
        <translation>邮箱</translation>
    </message>
    <message>
        <source>Website</source>
        <translation>网站</translation>
    </message>
    <message>
        <source>Street</source>
        <translation>街道地址</translation>
    </message>
    <message>
        <source>City</source>
        <translation>城市</translation>
    </message>
    <message>
        <source>Province or state</source>
        <translation>省/州</translation>
    </message>
    <message>
        <source>Postal code</source>
        <translation>邮政编码</translation>
    </message>
    <message>
        <source>Country</source>
        <translation>国家</translation>
    </message>
    <message>
        <source>Latitude</source>
        <translation>纬度</translation>
    </message>
    <message>
        <source>Longitude</source>
        <translation>经度</translation>
    </message>
    <message>
        <source>Territory</source>
        <translation>销售区域</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>团队</translation>
    </message>
    <message>
        <source>These people have the account and all that belongs to it on their laptops, whatever their territory.</source>
        <translation>无论属于哪个销售区域，这些人的电脑上都有该客户及其全部资料。</translation>
    </message>
    <message>
        <source>Parent account</source>
        <translation>上级客户</translation>
    </message>
    <message>
        <source>Tax number</source>
        <translation>税号</translation>
    </message>
    <message>
        <source>Employees</source>
        <translation>员工人数</translation>
    </message>
    <message>
        <source>Annual revenue</source>
        <translation>年营业额</translation>
    </message>
    <message>
        <source>Founded</source>
        <translation>成立年份</translation>
    </message>
    <message>
        <source>Payment terms</source>
        <translation>付款条件</translation>
    </message>
    <message>
        <source>Its price books are this customer’s.</source>
        <translation>该组的价目表适用于此客户。</translation>
    </message>
    <message>
        <source>Not the same as</source>
        <translation>不同于</translation>
    </message>
    <message>
        <source>They look alike, and somebody looked: they are not offered as duplicates any more.</source>
        <translation>看起来相似，但已有人确认不是同一个：不再作为疑似重复提示。</translation>
    </message>
    <message>
        <source>Contacts</source>
        <translation>联系人</translation>
    </message>
    <message>
        <source>Given name</source>
        <translation>名</translation>
    </message>
    <message>
        <source>Family name</source>
        <translation>姓</translation>
    </message>
    <message>
        <source>Job title</source>
        <translation>职务</translation>
    </message>
    <message>
        <source>Department</source>
        <translation>部门</translation>
    </message>
    <message>
        <source>Role in buying</source>
        <translation>采购角色</translation>
    </message>
    <message>
        <source>Kept the standing value</source>
        <translation>保留现有值</translation>
    </message>
    <message>
        <source>Took the other value</source>
        <translation>采用另一个值</translation>
    </message>
    <message>
        <source>Entered another value</source>
        <translation>填写了新值</translation>
    </message>
    <message>
        <source>Conflict</source>
        <translation>冲突</translation>
    </message>
    <message>
        <source>Refusal</source>
        <translation>被拒更改</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Only an administrator changes the files of paper templates. Ask one.</source>
        <translation>只有管理员可以更改单据模板的文件。请联系管理员。</translation>
    </message>
    <message>
        <source>Only an administrator hangs pictures on products. Ask one.</source>
        <translation>只有管理员可以为产品添加图片。请联系管理员。</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>冲突</translation>
    </message>
    <message>
        <source>Kind of record</source>
        <translation>记录类型</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>保存时间</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>字段</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>原值</translation>
    </message>
    <message>
        <source>After</source>
        <translation>新值</translation>
    </message>
    <message>
        <source>added</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>已删除</translation>
    </message>
    <message>
        <source>restored</source>
        <translation>已恢复</translation>
    </message>
    <message>
        <source>Standing value</source>
        <translation>现有值</translation>
    </message>
    <message>
        <source>Standing value by</source>
        <translation>现有值修改人</translation>
    </message>
    <message>
        <source>Standing since</source>
        <translation>现有值时间</translation>
    </message>
    <message>
        <source>Waiting value</source>
        <translation>待定值</translation>
    </message>
    <message>
        <source>Waiting value by</source>
        <translation>待定值修改人</translation>
    </message>
    <message>
        <source>Waiting since</source>
        <translation>待定值时间</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>已批准</translation>
    </message>
    <message>
        <source>Returned to be changed</source>
        <translation>退回修改</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>不批准</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>已撤回</translation>
    </message>
    <message>
        <source>Holds for</source>
        <translation>适用范围</translation>
    </message>
    <message>
        <source>Allows</source>
        <translation>允许</translation>
    </message>
    <message>
        <source>Absence</source>
        <translation>缺席</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>申请</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>答复</translation>
    </message>
    <message>
        <source>A limit needs a highest discount or a lowest margin. Fill in one of them.</source>
        <translation>限额须有最高折扣或最低毛利率，请填写其一。</translation>
    </message>
    <message>
        <source>Say who may approve what goes beyond this limit: a role or a person.</source>
        <translation>请填写超出此限额时由谁批准：某一角色或某个人。</translation>
    </message>
    <message>
        <source>What it says</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>The last day lies before the first. Change one of them.</source>
        <translation>截止日早于起始日，请修改其一。</translation>
    </message>
    <message>
        <source>Only a manager can adjust somebody else’s forecast. Change your own, or ask your manager.</source>
        <translation>只有经理可以调整他人的预测。请修改自己的预测，或与您的经理商量。</translation>
    </message>
    <message>
        <source>Say in the note why you adjust the forecast: your colleague reads it.</source>
        <translation>请在备注中说明为何调整预测：您的同事会看到。</translation>
    </message>
    <message>
        <source>Forecast</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Forecasts</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Said by</source>
        <translation>填报人</translation>
    </message>
    <message>
        <source>Say in the note what has to change.</source>
        <translation>请在备注中说明需要修改什么。</translation>
    </message>
    <message>
        <source>Somebody else has to stand in. Choose a colleague.</source>
        <translation>代理人须为他人，请选择一位同事。</translation>
    </message>
    <message>
        <source>An approval is asked for in one’s own name. Ask for it yourself.</source>
        <translation>申请批准须以本人名义，请自行申请。</translation>
    </message>
    <message>
        <source>An approval is answered in one’s own name, and taken back by whoever asked. Answer it yourself.</source>
        <translation>答复须以本人名义，撤回须由申请人本人。请自行答复。</translation>
    </message>
    <message>
        <source>What was asked and answered stays as it is. Ask for a new approval instead.</source>
        <translation>已申请和答复的内容不再更改。请另行申请批准。</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>限额</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>限额</translation>
    </message>
    <message>
        <source>Empty: everybody.</source>
        <translation>留空：所有人。</translation>
    </message>
    <message>
        <source>Of several limits the most particular counts: that of the product before that of its category, that of the role before everybody’s.</source>
        <translation>有多条限额时，以最具体者为准：产品优先于类别，角色优先于所有人。</translation>
    </message>
    <message>
        <source>Highest discount</source>
        <translation>最高折扣</translation>
    </message>
    <message>
        <source>Of each line against its list price, with its share of the discount on the whole.</source>
        <translation>按每一行相对目录价计算，含其分摊的整单折扣。</translation>
    </message>
    <message>
        <source>Lowest margin</source>
        <translation>最低毛利率</translation>
    </message>
    <message>
        <source>Of the whole quote; with a product or a category, of each such line. Whoever may not see costs is held to the lowest price of the product.</source>
        <translation>按整份报价计算；若填写了产品或类别，则按每一相应行计算。无权查看成本者以产品最低价为准。</translation>
    </message>
    <message>
        <source>Approved by the role</source>
        <translation>批准角色</translation>
    </message>
    <message>
        <source>Approved by</source>
        <translation>批准人</translation>
    </message>
    <message>
        <source>This person alone, whatever the role.</source>
        <translation>仅限此人，不论角色。</translation>
    </message>
    <message>
        <source>Stand-in</source>
        <translation>代理人</translation>
    </message>
    <message>
        <source>Stand-ins</source>
        <translation>代理人</translation>
    </message>
    <message>
        <source>Who is away</source>
        <translation>缺席者</translation>
    </message>
    <message>
        <source>Approval</source>
        <translation>批准</translation>
    </message>
    <message>
        <source>Approvals</source>
        <translation>批准</translation>
    </message>
    <message>
        <source>Asked by</source>
        <translation>申请人</translation>
    </message>
    <message>
        <source>Asked at</source>
        <translation>申请时间</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Asked of</source>
        <translation>申请对象</translation>
    </message>
    <message>
        <source>Content asked about</source>
        <translation>所申请的内容</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>处理结果</translation>
    </message>
    <message>
        <source>Answered by</source>
        <translation>处理人</translation>
    </message>
    <message>
        <source>Answered at</source>
        <translation>答复时间</translation>
    </message>
    <message>
        <source>Refusals</source>
        <translation>被拒更改</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>修改人</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>更改</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>值</translation>
    </message>
    <message>
        <source>What was typed</source>
        <translation>填写的内容</translation>
    </message>
    <message>
        <source>Waits for</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>字节数</translation>
    </message>
    <message>
        <source>Quote</source>
        <translation>报价单</translation>
    </message>
    <message>
        <source>Paper template</source>
        <translation>单据模板</translation>
    </message>
    <message>
        <source>Sales representative</source>
        <translation>销售代表</translation>
    </message>
    <message>
        <source>Sales manager</source>
        <translation>销售经理</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>管理员</translation>
    </message>
    <message>
        <source>English</source>
        <translation>英文</translation>
    </message>
    <message>
        <source>Chinese</source>
        <translation>中文</translation>
    </message>
    <message>
        <source>Before tax</source>
        <translation>不含税</translation>
    </message>
    <message>
        <source>Including tax</source>
        <translation>含税</translation>
    </message>
    <message>
        <source>Away from zero</source>
        <translation>四舍五入</translation>
    </message>
    <message>
        <source>To the even neighbour</source>
        <translation>四舍六入五成双</translation>
    </message>
    <message>
        <source>Once for each rate</source>
        <translation>按税率合计后取整</translation>
    </message>
    <message>
        <source>On each line</source>
        <translation>逐行取整</translation>
    </message>
    <message>
        <source>Modern</source>
        <translation>现代</translation>
    </message>
    <message>
        <source>Classic</source>
        <translation>传统</translation>
    </message>
    <message>
        <source>Compact</source>
        <translation>紧凑</translation>
    </message>
    <message>
        <source>A4</source>
        <translation>A4</translation>
    </message>
    <message>
        <source>US Letter</source>
        <translation>美式信纸</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>集团</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>大区</translation>
    </message>
    <message>
        <source>Patch</source>
        <translation>片区</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>人员</translation>
    </message>
    <message>
        <source>Company</source>
        <translation>公司</translation>
    </message>
    <message>
        <source>On quotes</source>
        <translation>用于报价单</translation>
    </message>
    <message>
        <source>Place in the tree</source>
        <translation>所在层级</translation>
    </message>
    <message>
        <source>Organisation</source>
        <translation>组织</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>时区</translation>
    </message>
    <message>
        <source>Decides when a day ends, for example Asia/Shanghai.</source>
        <translation>决定一天何时结束，例如 Asia/Shanghai。</translation>
    </message>
    <message>
        <source>Base currency</source>
        <translation>本位币</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>电话</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>邮箱</translation>
    </message>
    <message>
        <source>Bank</source>
        <translation>开户银行</translation>
    </message>
    <message>
        <source>Prefix of quote numbers</source>
        <translation>报价单编号前缀</translation>
    </message>
    <message>
        <source>Prefix of order numbers</source>
        <translation>订单编号前缀</translation>
    </message>
    <message>
        <source>Stands before the number of the quote.</source>
        <translation>加在报价单编号之前。</translation>
    </message>
    <message>
        <source>A half is rounded</source>
        <translation>取整方式</translation>
    </message>
    <message>
        <source>Tax is rounded</source>
        <translation>税额取整</translation>
    </message>
    <message>
        <source>Layout and colours</source>
        <translation>版式与颜色</translation>
    </message>
    <message>
        <source>Titles</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Texts on every paper</source>
        <translation>每份单据上的文字</translation>
    </message>
    <message>
        <source>What each line says</source>
        <translation>明细行的内容</translation>
    </message>
    <message>
        <source>“{value}” is no colour. Write it as # and six signs, for example #1D4F5F.</source>
        <translation>“{value}”不是颜色。请写成 # 加六位字符，例如 #1D4F5F。</translation>
    </message>
    <message>
        <source>{label} has one line and at most {limit} characters. Shorten it.</source>
        <translation>“{label}”只有一行，最多 {limit} 个字符。请缩短。</translation>
    </message>
    <message>
        <source>Paper templates</source>
        <translation>单据模板</translation>
    </message>
    <message>
        <source>Layout</source>
        <translation>版式</translation>
    </message>
    <message>
        <source>Paper size</source>
        <translation>纸张大小</translation>
    </message>
    <message>
        <source>Colour of titles</source>
        <translation>标题颜色</translation>
    </message>
    <message>
        <source>As # and six signs, for example #1D4F5F.</source>
        <translation>写成 # 加六位字符，例如 #1D4F5F。</translation>
    </message>
    <message>
        <source>Colour behind the total</source>
        <translation>总计底色</translation>
    </message>
    <message>
        <source>A pale one: figures stand on it. For example #F3F5F7.</source>
        <translation>请用浅色，数字印在上面。例如 #F3F5F7。</translation>
    </message>
    <message>
        <source>Logo</source>
        <translation>徽标</translation>
    </message>
    <message>
        <source>Title of a quote</source>
        <translation>报价单标题</translation>
    </message>
    <message>
        <source>Its English words; empty, those of the program.</source>
        <translation>英文标题；留空则用程序自带的。</translation>
    </message>
    <message>
        <source>Title of a quote, Chinese</source>
        <translation>报价单中文标题</translation>
    </message>
    <message>
        <source>Title of an order confirmation</source>
        <translation>订单确认书标题</translation>
    </message>
    <message>
        <source>Title of an order confirmation, Chinese</source>
        <translation>订单确认书中文标题</translation>
    </message>
    <message>
        <source>Line at the top</source>
        <translation>页眉文字</translation>
    </message>
    <message>
        <source>On every page, on one line.</source>
        <translation>印在每一页，只有一行。</translation>
    </message>
    <message>
        <source>Line at the top, Chinese</source>
        <translation>中文页眉文字</translation>
    </message>
    <message>
        <source>Words before the lines</source>
        <translation>明细之前的话</translation>
    </message>
    <message>
        <source>Words before the lines, Chinese</source>
        <translation>明细之前的话（中文）</translation>
    </message>
    <message>
        <source>General terms</source>
        <translation>一般条款</translation>
    </message>
    <message>
        <source>General terms, Chinese</source>
        <translation>中文一般条款</translation>
    </message>
    <message>
        <source>Line at the foot</source>
        <translation>页脚文字</translation>
    </message>
    <message>
        <source>Line at the foot, Chinese</source>
        <translation>中文页脚文字</translation>
    </message>
    <message>
        <source>Appendix</source>
        <translation>附件</translation>
    </message>
    <message>
        <source>A PDF whose pages follow those of every paper.</source>
        <translation>一份 PDF，其页面附在每份单据之后。</translation>
    </message>
    <message>
        <source>Without item codes</source>
        <translation>不印货号</translation>
    </message>
    <message>
        <source>Without units</source>
        <translation>不印单位</translation>
    </message>
    <message>
        <source>Without tax rates on lines</source>
        <translation>明细不印税率</translation>
    </message>
    <message>
        <source>Without delivery times</source>
        <translation>不印交期</translation>
    </message>
    <message>
        <source>Without descriptions below names</source>
        <translation>名称下不印说明</translation>
    </message>
    <message>
        <source>With pictures of products</source>
        <translation>印产品图片</translation>
    </message>
    <message>
        <source>With a check code</source>
        <translation>印校验码</translation>
    </message>
    <message>
        <source>A square code with number, revision, total and a check value beside the signatures.</source>
        <translation>签字栏旁的二维码，含编号、版次、总计与校验值。</translation>
    </message>
    <message>
        <source>Territories</source>
        <translation>销售区域</translation>
    </message>
    <message>
        <source>Part of</source>
        <translation>隶属于</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Users</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Sign-in name</source>
        <translation>登录名</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>角色</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Reports to</source>
        <translation>上级</translation>
    </message>
    <message>
        <source>Everything below these nodes is in this person’s scope.</source>
        <translation>这些节点以下的所有数据都在此人的权限范围内。</translation>
    </message>
    <message>
        <source>Home territory</source>
        <translation>所属区域</translation>
    </message>
    <message>
        <source>Where deals, activities and quotes without an account belong.</source>
        <translation>没有关联客户的商机、活动和报价单归入此区域。</translation>
    </message>
    <message>
        <source>Left the company</source>
        <translation>已离职</translation>
    </message>
    <message>
        <source>Taken over by</source>
        <translation>接手人</translation>
    </message>
    <message>
        <source>That person has everything this one held: territories, teams, own tasks and open questions.</source>
        <translation>接手人拥有此人原有的一切：区域、团队、个人任务和待答复事项。</translation>
    </message>
    <message>
        <source>Open</source>
        <extracomment>a deal that is neither won nor lost</extracomment>
        <translation>进行中</translation>
    </message>
    <message>
        <source>Lead-in</source>
        <translation>线索跟进</translation>
    </message>
    <message>
        <source>Qualified</source>
        <translation>需求确认</translation>
    </message>
    <message>
        <source>Proposal</source>
        <translation>方案报价</translation>
    </message>
    <message>
        <source>Negotiation</source>
        <translation>商务谈判</translation>
    </message>
    <message>
        <source>Verbal yes</source>
        <translation>口头承诺</translation>
    </message>
    <message>
        <source>Won</source>
        <translation>赢单</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>丢单</translation>
    </message>
    <message>
        <source>Sales</source>
        <translation>销售</translation>
    </message>
    <message>
        <source>Pipeline</source>
        <translation>销售管道</translation>
    </message>
    <message>
        <source>Best case</source>
        <translation>乐观</translation>
    </message>
    <message>
        <source>Commit</source>
        <translation>承诺</translation>
    </message>
    <message>
        <source>Omitted</source>
        <translation>不计入</translation>
    </message>
    <message>
        <source>No budget</source>
        <translation>没有预算</translation>
    </message>
    <message>
        <source>No decision</source>
        <translation>客户未做决定</translation>
    </message>
    <message>
        <source>Product does not fit</source>
        <translation>产品不合适</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Pipelines</source>
        <translation>销售管道</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>No longer used</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>阶段</translation>
    </message>
    <message>
        <source>Probability</source>
        <translation>成交概率</translation>
    </message>
    <message>
        <source>Forecast category</source>
        <translation>预测类别</translation>
    </message>
    <message>
        <source>Expected days</source>
        <translation>预计天数</translation>
    </message>
    <message>
        <source>A deal that stays longer turns amber, after twice that time red.</source>
        <translation>停留超过此天数的商机显示为琥珀色，超过两倍时显示为红色。</translation>
    </message>
    <message>
        <source>Say why the deal was lost, then it can be closed.</source>
        <translation>请先填写丢单原因，然后才能关闭商机。</translation>
    </message>
    <message>
        <source>The amount of a deal cannot be below zero.</source>
        <translation>商机金额不能为负数。</translation>
    </message>
    <message>
        <source>Deals</source>
        <translation>商机</translation>
    </message>
    <message>
        <source>In stage since</source>
        <translation>进入阶段时间</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Weighted</source>
        <translation>加权金额</translation>
    </message>
    <message>
        <source>Expected close</source>
        <translation>预计成交日期</translation>
    </message>
    <message>
        <source>Next step on</source>
        <translation>下一步日期</translation>
    </message>
    <message>
        <source>Main product</source>
        <translation>主要产品</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>创建日期</translation>
    </message>
    <message>
        <source>To be delivered</source>
        <translation>待交货</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>已交货</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>结束日期</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>An order stays as the customer accepted it. Cancel it, revise its quote and accept that.</source>
        <translation>订单保持客户接受时的内容。请取消订单，修订其报价单，再接受修订版。</translation>
    </message>
    <message>
        <source>This order was confirmed, delivered or paid, so it is kept. Cancel it instead.</source>
        <translation>此订单已确认、已交货或已付款，因此须保留。请改为取消订单。</translation>
    </message>
    <message>
        <source>The parts of a payment come to the total of the order, so their amounts stay.</source>
        <translation>各期付款之和等于订单总额，因此金额不能更改。</translation>
    </message>
    <message>
        <source>This part is paid, so it is kept. Take the payment back first.</source>
        <translation>此期已付款，因此须保留。请先撤回付款。</translation>
    </message>
    <message>
        <source>This order was cancelled, so nothing is to be paid of it.</source>
        <translation>此订单已取消，无需再付款。</translation>
    </message>
    <message>
        <source>Lost because of</source>
        <translation>丢单原因</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>具体情况</translation>
    </message>
    <message>
        <source>Quota</source>
        <translation>销售指标</translation>
    </message>
    <message>
        <source>Quotas</source>
        <translation>销售指标</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>期间</translation>
    </message>
    <message>
        <source>For example 2026-Q3.</source>
        <translation>例如 2026-Q3。</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>In approval</source>
        <translation>待批准</translation>
    </message>
    <message>
        <source>Issued</source>
        <translation>已开出</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>已发送</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>已接受</translation>
    </message>
    <message>
        <source>Declined</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>Replaced</source>
        <translation>已被替代</translation>
    </message>
    <message>
        <source>This quote was issued: its number is used, and it cannot be a draft again. Revise it instead.</source>
        <translation>此报价已正式开出，编号已使用，不能再变回草稿。请改为修订。</translation>
    </message>
    <message>
        <source>A quote that is {before} cannot be {after} next. Open it to see what can be done with it now.</source>
        <translation>报价当前为“{before}”，不能直接变为“{after}”。请打开报价，查看现在可以做什么。</translation>
    </message>
    <message>
        <source>This quote was issued and stays as it is. Revise it, then change the revision.</source>
        <translation>此报价已正式开出，保持原样。请先修订，再修改修订版。</translation>
    </message>
    <message>
        <source>This quote waits for an approval, or has one, which holds for it as it is. Take it back to change it.</source>
        <translation>此报价正待批准，或已按现状获得批准。请先撤回，再修改。</translation>
    </message>
    <message>
        <source>This quote was issued, so its number has to stay accounted for. Decline it instead of deleting it.</source>
        <translation>此报价已正式开出，其编号必须可查。请将其标记为已拒绝，而不要删除。</translation>
    </message>
    <message>
        <source>Say why the quote was declined.</source>
        <translation>请说明报价被拒绝的原因。</translation>
    </message>
    <message>
        <source>Optional item</source>
        <translation>可选项</translation>
    </message>
    <message>
        <source>Alternative item</source>
        <translation>备选项</translation>
    </message>
    <message>
        <source>Section heading</source>
        <translation>分节标题</translation>
    </message>
    <message>
        <source>English and Chinese</source>
        <translation>中英对照</translation>
    </message>
    <message>
        <source>Conditions</source>
        <translation>条款</translation>
    </message>
    <message>
        <source>Totals</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>明细行</translation>
    </message>
    <message>
        <source>A discount lies between 0 and 100 percent.</source>
        <translation>折扣必须在 0% 到 100% 之间。</translation>
    </message>
    <message>
        <source>Quotes</source>
        <translation>报价单</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>编号</translation>
    </message>
    <message>
        <source>Revision</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Issued on</source>
        <translation>开出日期</translation>
    </message>
    <message>
        <source>Valid until</source>
        <translation>有效期至</translation>
    </message>
    <message>
        <source>Decided on</source>
        <translation>决定日期</translation>
    </message>
    <message>
        <source>Declined because of</source>
        <translation>拒绝原因</translation>
    </message>
    <message>
        <source>What the customer said</source>
        <translation>客户的说法</translation>
    </message>
    <message>
        <source>Discount on the whole</source>
        <translation>整单折扣</translation>
    </message>
    <message>
        <source>Discount as an amount</source>
        <translation>折扣金额</translation>
    </message>
    <message>
        <source>Taken off after the percentage.</source>
        <translation>在百分比折扣之后扣减。</translation>
    </message>
    <message>
        <source>Freight</source>
        <translation>运费</translation>
    </message>
    <message>
        <source>Tax on freight</source>
        <translation>运费税率</translation>
    </message>
    <message>
        <source>Name of the tax on freight</source>
        <translation>运费税名称</translation>
    </message>
    <message>
        <source>Further taxes on freight</source>
        <translation>运费其他税种</translation>
    </message>
    <message>
        <source>Total rounded to</source>
        <translation>总计取整到</translation>
    </message>
    <message>
        <source>For example 0.05 or 1. The difference is a line of its own.</source>
        <translation>例如 0.05 或 1，差额单列一行。</translation>
    </message>
    <message>
        <source>What one unit of the quote’s currency is worth in the base currency; it stays as it was.</source>
        <translation>报价币种一个单位折合本位币的金额，确定后不再变动。</translation>
    </message>
    <message>
        <source>Rate of</source>
        <translation>汇率日期</translation>
    </message>
    <message>
        <source>Payment plan</source>
        <translation>付款计划</translation>
    </message>
    <message>
        <source>Each part as 30 % or 5000, with +30 after it if it is due 30 days after the issue. What is left is the balance.</source>
        <translation>逐期填写 30% 或 5000；如在开具后 30 天到期，请在后面加 +30。剩余部分为余款。</translation>
    </message>
    <message>
        <source>Delivery terms</source>
        <translation>交货条件</translation>
    </message>
    <message>
        <source>Customer’s reference</source>
        <translation>客户参考号</translation>
    </message>
    <message>
        <source>Remarks</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Empty: as the organisation prints its quotes.</source>
        <translation>留空则按公司的报价单设置。</translation>
    </message>
    <message>
        <source>Issued paper</source>
        <translation>正式文件</translation>
    </message>
    <message>
        <source>For whom</source>
        <translation>客户信息</translation>
    </message>
    <message>
        <source>Part of the payment</source>
        <translation>付款分期</translation>
    </message>
    <message>
        <source>Orders</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Ordered on</source>
        <translation>下单日期</translation>
    </message>
    <message>
        <source>Customer’s order number</source>
        <translation>客户订单号</translation>
    </message>
    <message>
        <source>Delivery on</source>
        <translation>交货日期</translation>
    </message>
    <message>
        <source>Net</source>
        <translation>不含税金额</translation>
    </message>
    <message>
        <source>Tax</source>
        <translation>税额</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>已付</translation>
    </message>
    <message>
        <source>To be paid</source>
        <translation>待付</translation>
    </message>
    <message>
        <source>Next payment due</source>
        <translation>下期付款到期</translation>
    </message>
    <message>
        <source>Order confirmation</source>
        <translation>订单确认书</translation>
    </message>
    <message>
        <source>Confirmed on</source>
        <translation>确认日期</translation>
    </message>
    <message>
        <source>Parts of the payment</source>
        <translation>付款分期</translation>
    </message>
    <message>
        <source>Paid on</source>
        <translation>付款日期</translation>
    </message>
    <message>
        <source>Rounding</source>
        <translation>尾数调整</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Net in base currency</source>
        <translation>折本位币净额</translation>
    </message>
    <message>
        <source>Total in base currency</source>
        <translation>折本位币总计</translation>
    </message>
    <message>
        <source>Quote line</source>
        <translation>报价明细</translation>
    </message>
    <message>
        <source>Quote lines</source>
        <translation>报价明细</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>数量</translation>
    </message>
    <message>
        <source>List price</source>
        <translation>目录价</translation>
    </message>
    <message>
        <source>As the price book said it when the product was added. A lower unit price counts as a discount.</source>
        <translation>添加产品时价目表所载的价格。单价低于此价即视为折扣。</translation>
    </message>
    <message>
        <source>Discount</source>
        <translation>折扣</translation>
    </message>
    <message>
        <source>This {entity} is not here any more. It was removed, or it left your territory.</source>
        <translation>该{entity}已不在这里：可能已被删除，或已移出您的销售区域。</translation>
    </message>
    <message>
        <source>“{value}” is not a number as this table writes them.</source>
        <translation>“{value}”不符合此表的数字格式。</translation>
    </message>
    <message>
        <source>“{value}” is not a whole number.</source>
        <translation>“{value}”不是整数。</translation>
    </message>
    <message>
        <source>“{value}” has more decimals than {label} can hold.</source>
        <translation>“{value}”的小数位数超出“{label}”允许的范围。</translation>
    </message>
    <message>
        <source>“{value}” is not a date as this table writes them.</source>
        <translation>“{value}”不符合此表的日期格式。</translation>
    </message>
    <message>
        <source>“{value}” is neither yes nor no.</source>
        <translation>“{value}”既不是“是”也不是“否”。</translation>
    </message>
    <message>
        <source>{label} holds one value, not a list.</source>
        <translation>“{label}”只能填写一个值，不能是列表。</translation>
    </message>
    <message>
        <source>“{value}” is more than {label} can hold.</source>
        <translation>“{value}”超出“{label}”允许的范围。</translation>
    </message>
    <message>
        <source>{label} needs a currency beside it.</source>
        <translation>“{label}”需要同时注明币种。</translation>
    </message>
    <message>
        <source>It depends on row {row} of {file}, which did not go in.</source>
        <translation>它依赖 {file} 第 {row} 行，而该行未能导入。</translation>
    </message>
    <message>
        <source>There is no {entity} with the key {key}.</source>
        <translation>没有编号为 {key} 的{entity}。</translation>
    </message>
    <message>
        <source>The {entity} with the key {key} was deleted here.</source>
        <translation>编号为 {key} 的{entity}已在此处删除。</translation>
    </message>
    <message>
        <source>The mapping {mapping} names the column “{column}” in {place}, which the table does not have. It has: {known}.</source>
        <translation>映射 {mapping} 在 {place} 中引用了表中不存在的列“{column}”。可用的列：{known}。</translation>
    </message>
    <message>
        <source>The mapping {mapping} says in {place} what is not understood: {said}</source>
        <translation>映射 {mapping} 在 {place} 中有无法理解的内容：{said}</translation>
    </message>
    <message>
        <source>The mapping {mapping} names in {place} the translations “{name}”, which it does not have.</source>
        <translation>映射 {mapping} 在 {place} 中引用了不存在的对照表“{name}”。</translation>
    </message>
    <message>
        <source>The mapping {mapping} names in {place} the entity “{entity}”, which does not exist.</source>
        <translation>映射 {mapping} 在 {place} 中引用了不存在的实体“{entity}”。</translation>
    </message>
    <message>
        <source>“{value}” is not among the translations of the mapping.</source>
        <translation>“{value}”不在映射的对照表中。</translation>
    </message>
    <message>
        <source>No row of {table} has {sought}.</source>
        <translation>{table} 中没有一行包含 {sought}。</translation>
    </message>
    <message>
        <source>The file {file} is not in the folder {folder}.</source>
        <translation>文件夹 {folder} 中没有文件 {file}。</translation>
    </message>
    <message>
        <source>The file {file} cannot be read: {reason}</source>
        <translation>无法读取文件 {file}：{reason}</translation>
    </message>
    <message>
        <source>The file {file} is neither UTF-8 nor GB18030. Save it as UTF-8, or name its encoding in the mapping.</source>
        <translation>文件 {file} 既不是 UTF-8 也不是 GB18030 编码。请另存为 UTF-8，或在映射中注明编码。</translation>
    </message>
    <message>
        <source>The mapping names the encoding “{encoding}” for {file}, which is unknown.</source>
        <translation>映射为 {file} 指定的编码“{encoding}”无法识别。</translation>
    </message>
    <message>
        <source>The file {file} is not a proper table near line {line}: {reason}. Mend it there and import again.</source>
        <translation>文件 {file} 在第 {line} 行附近不是正确的表格：{reason}。请修正后重新导入。</translation>
    </message>
    <message>
        <source>The workbook {file} has no sheet named “{sheet}”.</source>
        <translation>工作簿 {file} 中没有名为“{sheet}”的工作表。</translation>
    </message>
    <message>
        <source>The file {file} has no row of headings.</source>
        <translation>文件 {file} 没有标题行。</translation>
    </message>
    <message>
        <source>The file {file} has the heading “{column}” twice.</source>
        <translation>文件 {file} 的标题“{column}”出现了两次。</translation>
    </message>
    <message>
        <source>No mapping is known for the folder {folder}. Name a mapping file, or put one named mapping.toml into it.</source>
        <translation>没有适用于文件夹 {folder} 的映射。请指定映射文件，或在其中放入名为 mapping.toml 的文件。</translation>
    </message>
    <message>
        <source>The mapping file {mapping} cannot be read. Check its name and its rights.</source>
        <translation>无法读取映射文件 {mapping}。请检查文件名和权限。</translation>
    </message>
    <message>
        <source>The mapping file {mapping} is not valid TOML: {reason}</source>
        <translation>映射文件 {mapping} 不是有效的 TOML：{reason}</translation>
    </message>
    <message>
        <source>The mapping file {mapping} says something that is not understood: {reason}</source>
        <translation>映射文件 {mapping} 中有无法理解的内容：{reason}</translation>
    </message>
    <message>
        <source>The mapping {mapping} fills in {place} the field “{field}”, which {entity} does not have. It has: {known}.</source>
        <translation>映射 {mapping} 在 {place} 中填写了{entity}所没有的字段“{field}”。可用字段：{known}。</translation>
    </message>
    <message>
        <source>The mapping {mapping} does not say in {place} which columns are the key, nor an id.</source>
        <translation>映射 {mapping} 在 {place} 中既没有说明哪些列是键，也没有给出 id。</translation>
    </message>
    <message>
        <source>The row has no key: it cannot be told apart from others.</source>
        <translation>该行没有键，无法与其他行区分。</translation>
    </message>
    <message>
        <source>The key {key} stands already in row {row} of {file}.</source>
        <translation>键 {key} 已出现在 {file} 的第 {row} 行。</translation>
    </message>
    <message>
        <source>{later} lies before {earlier}: what comes later must not have happened earlier.</source>
        <translation>{later} 早于 {earlier}：后面的步骤不能发生在前面的步骤之前。</translation>
    </message>
    <message>
        <source>The mapping {mapping} names the table “{table}”, which it does not declare. It declares: {known}.</source>
        <translation>映射 {mapping} 引用了未声明的表“{table}”。已声明的有：{known}。</translation>
    </message>
    <message>
        <source>The mapping {mapping} makes the table “{table}” from itself.</source>
        <translation>映射 {mapping} 中的表“{table}”由其自身生成。</translation>
    </message>
    <message>
        <source>The mapping {mapping} does not say where the rows of the table “{table}” come from: file, rows or from.</source>
        <translation>映射 {mapping} 没有说明表“{table}”的行来自何处：file、rows 或 from。</translation>
    </message>
    <message>
        <source>The row has {found} cells where the headings have {expected}.</source>
        <translation>该行有 {found} 个单元格，而标题有 {expected} 个。</translation>
    </message>
    <message>
        <source>The other side sent a message that is too large. Update Satchel and try again.</source>
        <translation>对方发送的消息过大。请更新 Satchel 后重试。</translation>
    </message>
    <message>
        <source>What answered does not speak Satchel. Check the server address and the port.</source>
        <translation>响应的不是 Satchel 服务器。请检查服务器地址和端口。</translation>
    </message>
    <message>
        <source>This Satchel is too old for the server. Please update; your changes stay safe on this laptop.</source>
        <translation>此 Satchel 版本对服务器来说过旧。请更新；您的更改会安全地保留在这台电脑上。</translation>
    </message>
    <message>
        <source>What arrived from the server was damaged on the way. Sync again; if it happens often, check the network.</source>
        <translation>从服务器传来的数据在途中损坏。请再次同步；如经常出现，请检查网络。</translation>
    </message>
    <message>
        <source>The sign-in name or the password is not right. Check both and try again.</source>
        <translation>登录名或密码不正确。请检查后重试。</translation>
    </message>
    <message>
        <source>The one-time code is not valid any more. Ask your administrator for a new one.</source>
        <translation>一次性验证码已失效。请向管理员索取新的验证码。</translation>
    </message>
    <message>
        <source>The server does not know this session any more. Sign in again; your changes are safe.</source>
        <translation>服务器上的会话已失效。请重新登录；您的更改是安全的。</translation>
    </message>
    <message>
        <source>No server answers at {address}. You can go on offline; to sync, check the address and the network.</source>
        <translation>{address} 没有服务器响应。您可以继续离线工作；如需同步，请检查地址和网络。</translation>
    </message>
    <message>
        <source>The clock of this computer is off by {days} days. Set it right, then sync again.</source>
        <translation>这台电脑的时钟相差 {days} 天。请校准后再同步。</translation>
    </message>
    <message>
        <source>This database was written by a newer Satchel (version {version}). Update Satchel to open it.</source>
        <translation>此数据库由更新版本的 Satchel（版本 {version}）写入。请更新 Satchel 后再打开。</translation>
    </message>
    <message>
        <source>Line {line}: no font on this paper has the character {character} ({code}). Please write it another way.</source>
        <translation>第 {line} 行：打印字体中没有字符 {character}（{code}）。请换一种写法。</translation>
    </message>
    <message>
        <source>“{text}”: no font on this paper has the character {character} ({code}). Please write it another way.</source>
        <translation>“{text}”：打印字体中没有字符 {character}（{code}）。请换一种写法。</translation>
    </message>
    <message>
        <source>Satchel already works with this data (process {owner}). Use that window, or close it first.</source>
        <translation>Satchel 已在使用这些数据（进程 {owner}）。请使用那个窗口，或先将其关闭。</translation>
    </message>
    <message>
        <source>The disk is full, so nothing was saved. Free some space, then save again.</source>
        <translation>磁盘已满，未能保存。请腾出空间后再保存。</translation>
    </message>
    <message>
        <source>The data cannot be written: {reason}. Check the disk and the owner of the folder.</source>
        <translation>无法写入数据：{reason}。请检查磁盘和文件夹的所有者。</translation>
    </message>
    <message>
        <source>The password does not open the data on this laptop. Check capital letters and try again.</source>
        <translation>密码无法打开这台电脑上的数据。请检查大小写后重试。</translation>
    </message>
    <message>
        <source>There is no Satchel data in {folder} yet. Sign in to a server first.</source>
        <translation>{folder} 中还没有 Satchel 数据。请先登录服务器。</translation>
    </message>
    <message>
        <source>{path} cannot be read. Restore it from a copy of this laptop; without it the data cannot be opened.</source>
        <translation>无法读取 {path}。请从这台电脑的备份中恢复；没有它就无法打开数据。</translation>
    </message>
    <message>
        <source>“{address}” is not the address of a server. Write it like crm.example.com:8480 or https://crm.example.com</source>
        <translation>“{address}”不是服务器地址。请按 crm.example.com:8480 或 https://crm.example.com 的形式填写。</translation>
    </message>
    <message>
        <source>The name {host} is not known on this network. You can go on offline; to sync, check the address and the network.</source>
        <translation>当前网络中找不到 {host}。您可以继续离线工作；如需同步，请检查地址和网络。</translation>
    </message>
    <message>
        <source>The computer {host} answers, but no server runs on its port {port}. Check the port, or start the server.</source>
        <translation>主机 {host} 有响应，但端口 {port} 上没有运行服务器。请检查端口，或启动服务器。</translation>
    </message>
    <message>
        <source>The certificate of {host} is not trusted, so nothing was sent. Ask your administrator before going on.</source>
        <translation>{host} 的证书不受信任，因此没有发送任何内容。请先咨询管理员。</translation>
    </message>
    <message>
        <source>{host} does not speak TLS on port {port}. Begin the address with http://, or check the port.</source>
        <translation>{host} 的端口 {port} 不支持 TLS。请在地址前加上 http://，或检查端口。</translation>
    </message>
    <message>
        <source>The connection to {host} broke off. Nothing is lost; sync again.</source>
        <translation>与 {host} 的连接中断。没有丢失任何内容，请重新同步。</translation>
    </message>
    <message>
        <source>The server at {host} cannot answer now ({status}). Nothing is lost; sync again later.</source>
        <translation>服务器 {host} 暂时无法响应（{status}）。没有丢失任何内容，请稍后再同步。</translation>
    </message>
    <message>
        <source>The two passwords differ. Type the same password twice.</source>
        <translation>两次输入的密码不一致。请输入相同的密码。</translation>
    </message>
    <message>
        <source>Fill in every field to go on.</source>
        <translation>请填写所有字段后继续。</translation>
    </message>
    <message>
        <source>Loading was stopped. What has come is kept, and loading goes on from there when you unlock it.</source>
        <translation>载入已停止。已到的数据会保留，解锁后从那里继续。</translation>
    </message>
    <message>
        <source>Too many wrong attempts. Wait {minutes} minutes, then try again.</source>
        <translation>错误次数过多。请等待 {minutes} 分钟后重试。</translation>
    </message>
    <message>
        <source>This laptop is not enrolled yet. Ask your administrator for a one-time code and sign in with it.</source>
        <translation>这台电脑尚未注册。请向管理员索取一次性验证码并用它登录。</translation>
    </message>
    <message>
        <source>The data on this laptop are another person’s. Sign in to the computer under your own name, then enrol there.</source>
        <translation>本机上的数据属于另一位用户。请用自己的系统账户登录这台电脑，然后在那里注册。</translation>
    </message>
    <message>
        <source>A password has at least {length} characters. Choose a longer one.</source>
        <translation>密码至少需要 {length} 个字符。请设置更长的密码。</translation>
    </message>
    <message>
        <source>A block holds 1 to {limit} numbers, and its series has a name.</source>
        <translation>编号段应包含 1 到 {limit} 个编号，且其系列须有名称。</translation>
    </message>
    <message>
        <source>{path} is not a Satchel database. Name another file, or make one with: satchel-server init</source>
        <translation>{path} 不是 Satchel 数据库。请指定其他文件，或用以下命令创建：satchel-server init</translation>
    </message>
    <message>
        <source>There is no folder {path}. Create it first, or name another place.</source>
        <translation>文件夹 {path} 不存在。请先创建，或指定其他位置。</translation>
    </message>
    <message>
        <source>{path} cannot be opened: {reason}. Check its owner and the free space.</source>
        <translation>无法打开 {path}：{reason}。请检查其所有者和剩余空间。</translation>
    </message>
    <message>
        <source>The server does not understand this request: {reason}</source>
        <translation>服务器无法理解此请求：{reason}</translation>
    </message>
    <message>
        <source>The server has nothing at this address. Check the versions of both sides.</source>
        <translation>服务器上没有此地址。请检查双方的版本。</translation>
    </message>
    <message>
        <source>The server met a fault of its own and noted it. Your changes stay safe; try again later.</source>
        <translation>服务器出现内部错误并已记录。您的更改是安全的，请稍后重试。</translation>
    </message>
    <message>
        <source>The server does not have this file yet. It comes when the laptop it lies on has synced.</source>
        <translation>服务器上还没有此文件。待存有该文件的电脑同步后即可获取。</translation>
    </message>
    <message>
        <source>The file arrived damaged. Send it again.</source>
        <translation>文件在传输中损坏。请重新发送。</translation>
    </message>
    <message>
        <source>No record that you may see names this file, so the server does not keep it. It stays on your laptop.</source>
        <translation>您有权查看的记录中没有引用此文件，服务器不予保存。文件仍保留在您的电脑上。</translation>
    </message>
    <message>
        <source>{name} is not what its record says it is. Attach it anew.</source>
        <translation>{name} 与其记录所述不符。请重新添加。</translation>
    </message>
    <message>
        <source>A record with this id exists already. Enter it again as a new one.</source>
        <translation>已存在具有此标识的记录。请作为新记录重新录入。</translation>
    </message>
    <message>
        <source>This record was never created on the server: that change was put aside. Enter it anew, then this.</source>
        <translation>服务器上从未创建过这条记录：那次更改已被搁置。请先重新录入它，再录入这一条。</translation>
    </message>
    <message>
        <source>{label} points to a record that the server does not have. Choose another one, then send it again.</source>
        <translation>“{label}”指向的记录服务器上没有。请另选一条，然后重新发送。</translation>
    </message>
    <message>
        <source>It builds on another change that was not accepted. Send that one again, and this one follows by itself.</source>
        <translation>它依据的另一项更改未被接受。请重新发送那一项，这一项会自动随后发送。</translation>
    </message>
    <message>
        <source>It was not deleted: a colleague changed it meanwhile. Look at the change, then delete it again.</source>
        <translation>记录未删除：同事在此期间修改了它。请查看修改内容，再决定是否删除。</translation>
    </message>
    <message>
        <source>It was not deleted: a colleague added {label} {value} to it meanwhile, or changed that. Look at it, then delete again.</source>
        <translation>记录未删除：同事在此期间在其下新增或修改了{label} {value}。请先查看，再决定是否删除。</translation>
    </message>
    <message>
        <source>{label} was deleted meanwhile by somebody who had not seen this. Send it again, and that record comes back with it.</source>
        <translation>“{label}”所指的记录在此期间被他人删除，而对方未看到此更改。重新发送后，该记录将一并恢复。</translation>
    </message>
    <message>
        <source>{label} {value} stands on another paper already: it was given out twice, because the server was put back from a backup. Put this aside and issue the quote again: it takes the next number.</source>
        <translation>{label} {value} 已用在另一份报价单上：服务器从备份恢复后，这个编号被发放了两次。请搁置此项并重新开出该报价单，它会使用下一个编号。</translation>
    </message>
    <message>
        <source>There is the order {value} already: a colleague was first. Look at it, then put this aside.</source>
        <translation>已有订单 {value}：同事先一步接受了报价单。请查看该订单，再将此项搁置。</translation>
    </message>
    <message>
        <source>A colleague has begun this revision of {value} already. Look at it, copy what yours says differently, then put this aside.</source>
        <translation>同事已开始修订 {value} 的这一版本。请查看该版本，补上您的不同之处，再将此项搁置。</translation>
    </message>
    <message>
        <source>The change carries another person’s name. Sign in as that person to send it.</source>
        <translation>此更改署名为其他人。请以该用户身份登录后发送。</translation>
    </message>
    <message>
        <source>The server does not know this kind of record yet. It must be updated first.</source>
        <translation>服务器还不支持此类记录，需要先更新服务器。</translation>
    </message>
    <message>
        <source>The database is in use by another program. End that program, then try again.</source>
        <translation>数据库正被其他程序使用。请结束该程序后重试。</translation>
    </message>
    <message>
        <source>The disk of the server is full. Make room; nothing that was saved is lost.</source>
        <translation>服务器磁盘已满。请腾出空间；已保存的内容没有丢失。</translation>
    </message>
    <message>
        <source>The database of the server does not answer. Your changes stay safe; try again later.</source>
        <translation>服务器的数据库没有响应。您的更改不会丢失，请稍后再试。</translation>
    </message>
    <message>
        <source>The database of the server may not be written. Check its owner and its disk.</source>
        <translation>无法写入服务器数据库。请检查其所有者和磁盘。</translation>
    </message>
    <message>
        <source>Qualify</source>
        <translation>初步接洽</translation>
    </message>
    <message>
        <source>Understand</source>
        <translation>需求确认</translation>
    </message>
    <message>
        <source>Propose</source>
        <translation>方案报价</translation>
    </message>
    <message>
        <source>Negotiate</source>
        <translation>商务谈判</translation>
    </message>
    <message>
        <source>work</source>
        <translation>工作</translation>
    </message>
    <message>
        <source>mobile</source>
        <translation>手机</translation>
    </message>
    <message>
        <source>The disk did not keep what was loaded. Check the disk; loading begins anew.</source>
        <translation>磁盘未能保存已载入的数据。请检查磁盘；载入将重新开始。</translation>
    </message>
    <message>
        <source>The server was restored from a backup that has not got this change of a colleague. A laptop that still had it may not write it; it comes back when its author syncs. If that cannot happen any more, enter it again.</source>
        <translation>服务器已从备份恢复，而备份中没有同事的这项更改。仍保有它的电脑无权写入；等修改人同步后就会恢复。如果已不可能，请重新录入。</translation>
    </message>
    <message>
        <source>The change it builds on was not accepted either. Send that one again: this one follows by itself.</source>
        <translation>它所依据的更改也未被接受。请重新发送那一项，这一项会自动随后发送。</translation>
    </message>
    <message>
        <source>This is more than can be sent at once, so it stays on this laptop. Send it again, and it goes in parts; or enter it in parts yourself and put this aside.</source>
        <translation>内容过大，无法一次发送，因此留在本机。点“重新发送”会分批发出；也可以自己分几次录入，再把这一条搁置。</translation>
    </message>
    <message>
        <source>It builds on a change that is too large to be sent. Send that one again, and this one follows by itself.</source>
        <translation>它依据的另一项更改过大而无法发送。请重新发送那一项，这一项会自动随后发送。</translation>
    </message>
    <message>
        <source>{name} cannot be read: {reason}. Choose another file.</source>
        <translation>无法读取 {name}：{reason}。请选择其他文件。</translation>
    </message>
    <message>
        <source>The paper of this quote is not on this laptop yet. It comes with the next sync.</source>
        <translation>这份报价单的文件尚未在本机上，下次同步时获取。</translation>
    </message>
    <message>
        <source>This quote is still a draft. Issue it first: its XML goes with the issued paper.</source>
        <translation>这份报价单仍是草稿。请先开出：XML 随开出的文件一起生成。</translation>
    </message>
    <message>
        <source>{name} has {size} MB, and a file may have {most} MB at most. Attach a smaller copy.</source>
        <translation>{name} 有 {size} MB，而单个文件最多 {most} MB。请添加较小的副本。</translation>
    </message>
    <message>
        <source>{name} is neither a picture (JPEG, PNG, GIF, WebP, HEIC) nor a PDF, whatever its name says. Attach one of these.</source>
        <translation>无论名称如何，{name} 既不是图片（JPEG、PNG、GIF、WebP、HEIC），也不是 PDF。请添加这几种格式之一。</translation>
    </message>
    <message>
        <source>{name} is empty. Choose another file.</source>
        <translation>{name} 是空文件。请选择其他文件。</translation>
    </message>
    <message>
        <source>{path} cannot be written: {reason}. Choose another folder.</source>
        <translation>无法写入 {path}：{reason}。请选择其他文件夹。</translation>
    </message>
    <message>
        <source>{path} is not the data of this sign-in, or it is damaged. It was left as it is. Sign in anew to load a fresh copy: this one is set aside then, and what was typed in it and never sent goes along if it can be read.</source>
        <translation>{path} 不是此登录名的数据，或已损坏。文件保持原样。请重新登录以重新载入数据：原有数据会被搁置，其中尚未发送的内容只要还能读取就会一并带入。</translation>
    </message>
    <message>
        <source>This is more text than can be saved at once ({limit} MB, with what stood there before). Save it in parts.</source>
        <translation>文本过多，无法一次保存（连同原有内容最多 {limit} MB）。请分几次保存。</translation>
    </message>
    <message>
        <source>Everything you may see</source>
        <translation>您可查看的全部数据</translation>
    </message>
    <message>
        <source>A fresh copy is on its way; what you type meanwhile is kept and sent</source>
        <translation>正在重新载入全部数据；您在此期间录入的内容会保留并发送</translation>
    </message>
    <message>
        <source>Your own open business; the rest is on its way</source>
        <translation>您自己的在办业务；其余数据正在载入</translation>
    </message>
    <message>
        <source>Only your own open business; the rest was not wanted</source>
        <translation>只有您自己的在办业务；其余数据已选择不载入</translation>
    </message>
    <message>
        <source>This laptop was away so long that the server cannot tell any more what changed since, so it fetches everything.</source>
        <translation>本机离线太久，服务器已无法说明此后有哪些变化，因此重新获取全部数据。</translation>
    </message>
    <message>
        <source>You were given so much that a fresh copy of everything comes sooner than the single changes.</source>
        <translation>新分给您的数据很多，整份重新载入比逐条更新更快，因此重新获取全部数据。</translation>
    </message>
    <message>
        <source>Your role changed, and with it what you may read of each record, so this laptop fetches everything.</source>
        <translation>您的角色变了，可以查看的内容也随之改变，因此重新获取全部数据。</translation>
    </message>
    <message>
        <source>The server was put back from a backup. This laptop hands it what the backup had not got, then fetches everything.</source>
        <translation>服务器已从备份恢复。本机先把备份中缺少的内容交还服务器，然后重新获取全部数据。</translation>
    </message>
    <message>
        <source>Something on this laptop was not what the server has and could not be mended alone, so it fetches everything.</source>
        <translation>本机有些数据与服务器不一致，且无法单独修复，因此重新获取全部数据。</translation>
    </message>
    <message>
        <source>There is nothing to take back.</source>
        <translation>没有可撤销的操作。</translation>
    </message>
    <message>
        <source>There is nothing to do again.</source>
        <translation>没有可重做的操作。</translation>
    </message>
    <message>
        <source>Changes of this laptop have not been sent yet. Send them first, or set the data aside instead.</source>
        <translation>本机还有更改没有发送。请先发送，或者改为将数据搁置保存。</translation>
    </message>
    <message>
        <source>The current password is not right, so nothing was changed. Check capital letters and try again.</source>
        <translation>当前密码不正确，未作任何更改。请检查大小写后重试。</translation>
    </message>
    <message>
        <source>These are the data of {name} at {address}, so they cannot be sent from here. Export what waits, or open them for themselves.</source>
        <translation>这是 {name} 在 {address} 的数据，不能从这里发送。请导出待发送的更改，或单独打开这份数据。</translation>
    </message>
    <message>
        <source>{label} follows from other fields of the record. Change those, and it changes too.</source>
        <translation>“{label}”由记录的其他字段得出。修改那些字段，它会随之变化。</translation>
    </message>
    <message>
        <source>An acceptance makes an order: accept the quote, or take that back, on its page or in the menu of its row.</source>
        <translation>接受报价单会生成订单：请在其页面或行菜单中接受或撤回接受。</translation>
    </message>
    <message>
        <source>{label} is a file: open the record to attach another one.</source>
        <translation>“{label}”是文件：请打开记录附加另一个文件。</translation>
    </message>
    <message>
        <source>This is how it was: the past cannot be changed. Go back to now first.</source>
        <translation>这是当时的情况，过去的内容不能修改。请先回到现在。</translation>
    </message>
    <message>
        <source>This file is not on this laptop, and a demo has no server that could have it.</source>
        <translation>本机没有这个文件，而演示没有服务器可供下载。</translation>
    </message>
    <message>
        <source>What it shows</source>
        <translation>显示内容</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Views</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>模板</translation>
    </message>
    <message>
        <source>Template of lines</source>
        <translation>明细模板</translation>
    </message>
    <message>
        <source>Templates of lines</source>
        <translation>明细模板</translation>
    </message>
    <message>
        <source>For everyone</source>
        <translation>所有人可用</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>明细行</translation>
    </message>
    <message>
        <source>Whose records</source>
        <translation>谁的记录</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>筛选条件</translation>
    </message>
    <message>
        <source>Sorting</source>
        <translation>排序方式</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>订单</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Grouped by</source>
        <translation>分组依据</translation>
    </message>
    <message>
        <source>There is no room left on the disk for {path}. Free some, or choose another place.</source>
        <translation>磁盘上没有空间写入 {path}。请腾出空间，或选择其他位置。</translation>
    </message>
    <message>
        <source>{path} is open in another program, or protected. Close it there, or choose another name.</source>
        <translation>{path} 正被其他程序打开或受到保护。请在那里关闭它，或换一个名称。</translation>
    </message>
    <message>
        <source>{path} could not be written: {reason}. Choose another place.</source>
        <translation>无法写入 {path}：{reason}。请选择其他位置。</translation>
    </message>
    <message>
        <source>{path} has no ending this list can be written as. End its name in .csv or .xlsx.</source>
        <translation>{path} 的后缀不支持。请使用 .csv 或 .xlsx 作为文件名结尾。</translation>
    </message>
    <message>
        <source>A workbook holds {most} rows at most. Filter the list, or export it as CSV.</source>
        <translation>工作簿最多容纳 {most} 行。请筛选列表，或导出为 CSV。</translation>
    </message>
    <message>
        <source>Stopped. No file was written.</source>
        <translation>已停止，没有写入文件。</translation>
    </message>
    <message>
        <source>The printer did not answer. Look whether it is on, or save the paper as a PDF.</source>
        <translation>打印机没有响应。请检查它是否已开启，或另存为 PDF。</translation>
    </message>
    <message>
        <source>Same name</source>
        <translation>名称相同</translation>
    </message>
    <message>
        <source>Same name but for the legal form</source>
        <translation>仅公司形式不同，名称相同</translation>
    </message>
    <message>
        <source>Same name in another order</source>
        <translation>姓名相同，顺序不同</translation>
    </message>
    <message>
        <source>Name sounds the same: {value}</source>
        <translation>名称读音相同：{value}</translation>
    </message>
    <message>
        <source>Nearly the same name</source>
        <translation>名称几乎相同</translation>
    </message>
    <message>
        <source>One name begins with the other</source>
        <translation>一个名称以另一个开头</translation>
    </message>
    <message>
        <source>Same tax number</source>
        <translation>税号相同</translation>
    </message>
    <message>
        <source>Same phone: {value}</source>
        <translation>电话相同：{value}</translation>
    </message>
    <message>
        <source>Same e-mail: {value}</source>
        <translation>邮箱相同：{value}</translation>
    </message>
    <message>
        <source>Same domain: {value}</source>
        <translation>域名相同：{value}</translation>
    </message>
    <message>
        <source>Same city</source>
        <translation>同一城市</translation>
    </message>
    <message>
        <source>Same account</source>
        <translation>同一客户</translation>
    </message>
    <message>
        <source>“{value}” is no part of a payment. Type 30 % or 5000, and +30 after it if it is due 30 days after the issue.</source>
        <translation>“{value}”不是付款比例或金额。请输入 30% 或 5000；如在开具后 30 天到期，请在后面加上 +30。</translation>
    </message>
    <message>
        <source>The parts of the payment ask for {percent} percent. Leave at most 100.</source>
        <translation>各期付款比例合计为 {percent}%，请不要超过 100%。</translation>
    </message>
    <message>
        <source>“{value}” is no number to reckon with. Type plain digits, for example 1250.50.</source>
        <translation>“{value}”不是可以计算的数字。请直接输入数字，例如 1250.50。</translation>
    </message>
    <message>
        <source>Line {line}: “{value}” is no number to reckon with. Type plain digits, for example 1250.50.</source>
        <translation>第 {line} 行：“{value}”不是可以计算的数字。请直接输入数字，例如 1250.50。</translation>
    </message>
    <message>
        <source>A discount and a tax lie between 0 and 100 percent, and this is {value}.</source>
        <translation>折扣和税率应在 0 到 100% 之间，这里是 {value}。</translation>
    </message>
    <message>
        <source>Line {line}: a discount and a tax lie between 0 and 100 percent, and this is {value}.</source>
        <translation>第 {line} 行：折扣和税率应在 0 到 100% 之间，这里是 {value}。</translation>
    </message>
    <message>
        <source>“{value}” must not be below zero. A credit is a line with a negative quantity.</source>
        <translation>“{value}”不能小于零。如需冲减，请添加数量为负的行。</translation>
    </message>
    <message>
        <source>The total cannot be rounded to {value}: {currency} has no such coin. Choose a multiple of its smallest one.</source>
        <translation>总计不能按 {value} 取整：{currency} 没有这样的最小单位。请选择其最小单位的倍数。</translation>
    </message>
    <message>
        <source>Line {line} is in {other} and its quote in {currency}. A quote has one currency: enter the line in {currency}.</source>
        <translation>第 {line} 行的币种是 {other}，而报价单是 {currency}。一份报价单只能用一种币种，请按 {currency} 录入该行。</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>It stands again already, or can be brought back no more.</source>
        <translation>它已经恢复，或已无法恢复。</translation>
    </message>
    <message>
        <source>“{value}” is no rate of a tax. Type 7 or 9.975 %, and “on tax” after it if it is charged on the other taxes too.</source>
        <translation>“{value}”不是税率。请输入 7 或 9.975%；如连同其他税额一起计税，请在后面加“税上税”。</translation>
    </message>
    <message>
        <source>A quantity, price or freight below zero gives money back, and only a manager does that. Ask your manager.</source>
        <translation>数量、单价或运费为负即为退款，只有经理可以填写。请联系您的经理。</translation>
    </message>
    <message>
        <source>The pipeline of this deal has no stage for what is won. Ask an administrator to add one.</source>
        <translation>该商机的销售流程没有“赢单”阶段。请管理员添加。</translation>
    </message>
    <message>
        <source>This quote is a draft, or was accepted or replaced, so it is not revised. Revise the newest issued revision.</source>
        <translation>此报价是草稿，或已被接受、已被替代，因此不能修订。请修订最新开出的版本。</translation>
    </message>
    <message>
        <source>The paper cannot be handed to another program: {reason}. Check the disk, or save it as a PDF elsewhere.</source>
        <translation>无法将报价单交给其他程序：{reason}。请检查磁盘，或另存为 PDF。</translation>
    </message>
    <message>
        <source>This quote has no items, and XML is made of items. Add the first product.</source>
        <translation>这份报价单没有产品行，无法生成 XML。请先添加产品。</translation>
    </message>
    <message>
        <source>{name} is no PNG or JPEG picture, whatever its name says. Choose one of these, or an SVG.</source>
        <translation>无论文件名如何，{name} 不是 PNG 或 JPEG 图片。请选择其中一种，或 SVG。</translation>
    </message>
    <message>
        <source>{name} is no PDF, whatever its name says. Save it as a PDF, and choose that.</source>
        <translation>无论文件名如何，{name} 不是 PDF。请另存为 PDF 后再选择。</translation>
    </message>
    <message>
        <source>{name} has {size} MB, and here a file may have {most} MB: every laptop keeps it. Choose a smaller copy.</source>
        <translation>{name} 有 {size} MB，这里的文件最多 {most} MB，因为每台电脑都会保存它。请选择较小的副本。</translation>
    </message>
    <message>
        <source>Titles in this colour are hard to read on white: {ratio} to 1, where 4.5 is needed. Choose a darker one.</source>
        <translation>此颜色的标题在白底上难以辨认：对比度 {ratio}:1，至少需要 4.5:1。请选择较深的颜色。</translation>
    </message>
    <message>
        <source>The total is hard to read in these two colours: {ratio} to 1, where 4.5 is needed. Choose a paler ground.</source>
        <translation>这两种颜色使总计难以辨认：对比度 {ratio}:1，至少需要 4.5:1。请选择较浅的底色。</translation>
    </message>
    <message>
        <source>Headings are hard to read on this colour: {ratio} to 1, where 4.5 is needed. Choose a paler one.</source>
        <translation>表头在此底色上难以辨认：对比度 {ratio}:1，至少需要 4.5:1。请选择较浅的颜色。</translation>
    </message>
    <message>
        <source>The files of the paper template “{name}” are not on this laptop yet. They come with the next sync; until then choose another template.</source>
        <translation>单据模板“{name}”的文件尚未到达此电脑，将随下次同步到达；在此之前请选择其他模板。</translation>
    </message>
    <message>
        <source>{name} cannot be opened as a PDF, or asks for a password. Save it again without one, and choose that.</source>
        <translation>{name} 无法作为 PDF 打开，或需要密码。请去掉密码另存后再选择。</translation>
    </message>
    <message>
        <source>{name} has {pages} pages, and an appendix {most} at most. Choose a shorter one.</source>
        <translation>{name} 有 {pages} 页，附件最多 {most} 页。请选择较短的。</translation>
    </message>
    <message>
        <source>This order was cancelled, so there is nothing to confirm.</source>
        <translation>此订单已取消，无需确认。</translation>
    </message>
    <message>
        <source>The paper of this order is not on this laptop yet. It comes with the next sync.</source>
        <translation>此订单的文件尚未在本机上，下次同步时获取。</translation>
    </message>
    <message>
        <source>There is the order {number} of this quote already. Open that, or cancel it before the quote is accepted.</source>
        <translation>此报价单已有订单 {number}。请打开该订单，或先取消它再接受报价单。</translation>
    </message>
    <message>
        <source>This quote has no total, so no order can come of it. Revise it first.</source>
        <translation>此报价单没有总额，不能成为订单。请先修订。</translation>
    </message>
    <message>
        <source>{name} is no picture. Choose a JPEG, PNG, GIF or WebP file.</source>
        <translation>{name} 不是图片。请选择 JPEG、PNG、GIF 或 WebP 文件。</translation>
    </message>
    <message>
        <source>{name} is larger than {most} MB, and every laptop fetches it. Choose a smaller copy.</source>
        <translation>{name} 超过 {most} MB，而每台电脑都要下载它。请选择更小的图片。</translation>
    </message>
    <message>
        <source>A draft is not sent to a customer. Issue the quote first.</source>
        <translation>草稿不能发送给客户。请先开出报价单。</translation>
    </message>
    <message>
        <source>Type the mail address of the customer.</source>
        <translation>请输入客户的邮箱地址。</translation>
    </message>
    <message>
        <source>“{word}” is no mail address. Write it as name@company.com, several with commas between them.</source>
        <translation>“{word}”不是邮箱地址。请填写完整地址，多个地址用逗号分隔。</translation>
    </message>
    <message>
        <source>Write a subject: a mail without one looks like one that nobody asked for.</source>
        <translation>请填写主题：没有主题的邮件容易被当作垃圾邮件。</translation>
    </message>
    <message>
        <source>No mail address of yours is known, so nobody could answer. Ask an administrator to add it to your record.</source>
        <translation>系统中没有您的邮箱地址，客户无法回复。请让管理员在您的资料中补上。</translation>
    </message>
    <message>
        <source>A mail goes to {most} addresses at most.</source>
        <translation>一封邮件最多发送给 {most} 个地址。</translation>
    </message>
    <message>
        <source>No mail server is set up on this laptop. Set one up in the settings.</source>
        <translation>本机尚未设置邮件服务器。请在设置中完成设置。</translation>
    </message>
    <message>
        <source>The mail server {host} cannot be reached. The mail goes when there is a network.</source>
        <translation>无法连接邮件服务器 {host}。联网后会自动发送。</translation>
    </message>
    <message>
        <source>The mail server does not take it now: {answer}. It is tried again later.</source>
        <translation>邮件服务器暂时不接收：{answer}。稍后会自动重试。</translation>
    </message>
    <message>
        <source>The certificate of the mail server {host} is not trusted: {reason}. Nothing was sent. Ask who runs it.</source>
        <translation>邮件服务器 {host} 的证书不受信任：{reason}。未发送任何内容，请联系其管理员。</translation>
    </message>
    <message>
        <source>The mail server {host} does not encrypt on port {port}, so nothing was sent. Port 465 or 587 is right for most.</source>
        <translation>邮件服务器 {host} 在端口 {port} 上不加密，因此未发送。多数服务器使用 465 或 587 端口。</translation>
    </message>
    <message>
        <source>The mail server did not accept user or password: {answer}. Set up sending once more; many want an app password.</source>
        <translation>邮件服务器不接受用户名或密码：{answer}。请重新设置发信；许多邮箱需要使用专用密码。</translation>
    </message>
    <message>
        <source>The mail server refused the mail: {answer}</source>
        <translation>邮件服务器拒收此邮件：{answer}</translation>
    </message>
    <message>
        <source>The mail server refused {address}: {answer}. Nobody got the mail.</source>
        <translation>邮件服务器拒收 {address}：{answer}。所有收件人均未收到邮件。</translation>
    </message>
    <message>
        <source>The mail is larger than the {most} MB that the mail server takes.</source>
        <translation>邮件超过邮件服务器允许的 {most} MB。</translation>
    </message>
    <message>
        <source>The connection broke before the mail server said yes, so the mail may have gone. Look into your mailbox, then say so.</source>
        <translation>邮件服务器确认之前连接中断，邮件可能已发出。请查看您的邮箱后再确认。</translation>
    </message>
    <message>
        <source>This quote is within your limits. Issue it without an approval.</source>
        <translation>此报价未超出您的限额，无需批准即可开出。</translation>
    </message>
    <message>
        <source>Say why, in a sentence: who approves it has only that to go by.</source>
        <translation>请用一句话说明原因：批准人只能据此判断。</translation>
    </message>
    <message>
        <source>This quote does not wait for an approval any more. Open it to see what became of it.</source>
        <translation>此报价已不在待批准状态。请打开查看其结果。</translation>
    </message>
    <message>
        <source>The quote was changed since it was asked about. Return it, so that it can be asked about as it is now.</source>
        <translation>报价在申请之后已有改动。请退回，以便按现状重新申请。</translation>
    </message>
    <message>
        <source>This goes beyond what you may approve. Pass it on to {name}.</source>
        <translation>这超出您可批准的范围，请转交{name}。</translation>
    </message>
    <message>
        <source>This goes beyond what you may approve, and so it does for all others here. Ask an administrator.</source>
        <translation>这超出您及此处其他人可批准的范围，请联系管理员。</translation>
    </message>
    <message>
        <source>{name} may not approve this. Choose somebody from the list.</source>
        <translation>{name}无权批准此项，请从列表中另选一人。</translation>
    </message>
    <message>
        <source>Line {line} is {found} % below its list price, and “{limit}” allows {allowed} %. Ask for an approval, then issue the quote.</source>
        <translation>第 {line} 行低于目录价 {found} %，而“{limit}”允许 {allowed} %。请先申请批准，再开出报价。</translation>
    </message>
    <message>
        <source>Line {line} brings less than the lowest price of its product. Ask for an approval, then issue the quote.</source>
        <translation>第 {line} 行低于产品的最低价。请先申请批准，再开出报价。</translation>
    </message>
    <message>
        <source>Nobody approved this quote as it is now. Ask for an approval, and it is approved by the answer.</source>
        <translation>此报价的现状尚无人批准。请申请批准，得到答复后即为已批准。</translation>
    </message>
    <message>
        <source>This quote leaves less than “{limit}” asks for. Ask for an approval, then issue the quote.</source>
        <translation>此报价的毛利低于“{limit}”的要求。请先申请批准，再开出报价。</translation>
    </message>
    <message>
        <source>Give the template a name.</source>
        <translation>请为模板命名。</translation>
    </message>
    <message>
        <source>There are no lines to keep. Add some first.</source>
        <translation>没有可保存的明细。请先添加。</translation>
    </message>
    <message>
        <source>Those prices are in {other}, and this quote is in {currency}. Take the lines at the prices of today.</source>
        <translation>那些价格的币种是 {other}，而此报价单的币种是 {currency}。请按今天的价格取用这些明细。</translation>
    </message>
    <message>
        <source>{name} has {size} MB; a logo needs far less. Choose a smaller copy.</source>
        <translation>{name} 有 {size} MB，徽标远不需要这么大。请选择较小的副本。</translation>
    </message>
    <message>
        <source>“{text}” is no address of a mail server. Write it as smtp.example.com, with :465 or another port after it.</source>
        <translation>“{text}”不是邮件服务器地址。请写成 smtp.example.com，后面可加 :465 等端口。</translation>
    </message>
</context>
</TS>
