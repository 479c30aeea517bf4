<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AsideRow</name>
    <message numerus="yes">
        <source>%n change(s) to send</source>
        <translation>
            <numerusform>%n change to send</numerusform>
            <numerusform>%n changes to send</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BinPage</name>
    <message numerus="yes">
        <source>Bring back %n record(s)</source>
        <translation>
            <numerusform>Bring back %n record</numerusform>
            <numerusform>Bring back %n records</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DayWords</name>
    <message numerus="yes">
        <source>in the last %n day(s)</source>
        <translation>
            <numerusform>in the last %n day</numerusform>
            <numerusform>in the last %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>in the next %n day(s)</source>
        <translation>
            <numerusform>in the next %n day</numerusform>
            <numerusform>in the next %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>more than %n day(s) ago</source>
        <translation>
            <numerusform>more than %n day ago</numerusform>
            <numerusform>more than %n days ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>none in the last %n day(s)</source>
        <translation>
            <numerusform>none in the last %n day</numerusform>
            <numerusform>none in the last %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>any in the last %n day(s)</source>
        <translation>
            <numerusform>any in the last %n day</numerusform>
            <numerusform>any in the last %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>none in the next %n day(s)</source>
        <translation>
            <numerusform>none in the next %n day</numerusform>
            <numerusform>none in the next %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>any in the next %n day(s)</source>
        <translation>
            <numerusform>any in the next %n day</numerusform>
            <numerusform>any in the next %n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Desktop</name>
    <message numerus="yes">
        <source>%n change(s) wait on this laptop and are sent after that.</source>
        <translation>
            <numerusform>%n change waits on this laptop and is sent after that.</numerusform>
            <numerusform>%n changes wait on this laptop and are sent after that.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EarlierLines</name>
    <message numerus="yes">
        <source>Insert %n line(s)</source>
        <translation>
            <numerusform>Insert %n line</numerusform>
            <numerusform>Insert %n lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FieldHistory</name>
    <message numerus="yes">
        <source>and %n earlier</source>
        <translation>
            <numerusform>and %n earlier</numerusform>
            <numerusform>and %n earlier</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Form</name>
    <message numerus="yes">
        <source>Show %n more field(s)</source>
        <translation>
            <numerusform>Show %n more field</numerusform>
            <numerusform>Show %n more fields</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Home</name>
    <message numerus="yes">
        <source>%n visit(s)</source>
        <translation>
            <numerusform>%n visit</numerusform>
            <numerusform>%n visits</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Leaving</name>
    <message numerus="yes">
        <source>%n text(s) that you began and did not save would be deleted with them.</source>
        <translation>
            <numerusform>%n text that you began and did not save would be deleted with them.</numerusform>
            <numerusform>%n texts that you began and did not save would be deleted with them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) have not been sent</source>
        <translation>
            <numerusform>%n change has not been sent</numerusform>
            <numerusform>%n changes have not been sent</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Loading</name>
    <message numerus="yes">
        <source>%n second(s) left</source>
        <translation>
            <numerusform>%n second left</numerusform>
            <numerusform>%n seconds left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s) left</source>
        <translation>
            <numerusform>%n minute left</numerusform>
            <numerusform>%n minutes left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Look</name>
    <message numerus="yes">
        <source>%n minute(s) before</source>
        <translation>
            <numerusform>%n minute before</numerusform>
            <numerusform>%n minutes before</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MailCard</name>
    <message numerus="yes">
        <source>%n mail(s) wait to be sent</source>
        <translation>
            <numerusform>%n mail waits to be sent</numerusform>
            <numerusform>%n mails wait to be sent</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message numerus="yes">
        <source>%n thing(s) in the inbox wait for your answer</source>
        <translation>
            <numerusform>%n thing in the inbox waits for your answer</numerusform>
            <numerusform>%n things in the inbox wait for your answer</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RelatedList</name>
    <message numerus="yes">
        <source>Show all %n</source>
        <translation>
            <numerusform>Show all %n</numerusform>
            <numerusform>Show all %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Reminders</name>
    <message numerus="yes">
        <source>In %n minute(s), at %1: %2</source>
        <translation>
            <numerusform>In %n minute, at %1: %2</numerusform>
            <numerusform>In %n minutes, at %1: %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message numerus="yes">
        <source>%n other laptop(s) ask for it at the next sync.</source>
        <translation>
            <numerusform>%n other laptop asks for it at the next sync.</numerusform>
            <numerusform>%n other laptops ask for it at the next sync.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) taken over; they are sent now.</source>
        <translation>
            <numerusform>%n change taken over; it is sent now.</numerusform>
            <numerusform>%n changes taken over; they are sent now.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>They are deleted for good, with %n change(s) that nobody else has.</source>
        <translation>
            <numerusform>They are deleted for good, with %n change that nobody else has.</numerusform>
            <numerusform>They are deleted for good, with %n changes that nobody else has.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SignInForm</name>
    <message numerus="yes">
        <source>%n change(s) wait here to be sent.</source>
        <translation>
            <numerusform>%n change waits here to be sent.</numerusform>
            <numerusform>%n changes wait here to be sent.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StaleBar</name>
    <message numerus="yes">
        <source>Last exchange with the server %n day(s) ago: what others did since is not here yet.</source>
        <translation>
            <numerusform>Last exchange with the server %n day ago: what others did since is not here yet.</numerusform>
            <numerusform>Last exchange with the server %n days ago: what others did since is not here yet.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StandingGrid</name>
    <message numerus="yes">
        <source>%n change(s) sent</source>
        <translation>
            <numerusform>%n change sent</numerusform>
            <numerusform>%n changes sent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n received</source>
        <translation>
            <numerusform>%n received</numerusform>
            <numerusform>%n received</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refused</source>
        <translation>
            <numerusform>%n refused</numerusform>
            <numerusform>%n refused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conflict(s)</source>
        <translation>
            <numerusform>%n conflict</numerusform>
            <numerusform>%n conflicts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n change</numerusform>
            <numerusform>%n changes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n refused change(s)</source>
        <translation>
            <numerusform>%n refused change</numerusform>
            <numerusform>%n refused changes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conflict(s) to answer</source>
        <translation>
            <numerusform>%n conflict to answer</numerusform>
            <numerusform>%n conflicts to answer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n difference(s) put right</source>
        <translation>
            <numerusform>%n difference put right</numerusform>
            <numerusform>%n differences put right</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) that the data here before had not sent</source>
        <translation>
            <numerusform>%n change that the data here before had not sent</numerusform>
            <numerusform>%n changes that the data here before had not sent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) that its backup had not got</source>
        <translation>
            <numerusform>%n change that its backup had not got</numerusform>
            <numerusform>%n changes that its backup had not got</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message numerus="yes">
        <source>%n to answer</source>
        <translation>
            <numerusform>%n to answer</numerusform>
            <numerusform>%n to answer</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SyncCard</name>
    <message numerus="yes">
        <source>%n change(s) to send</source>
        <translation>
            <numerusform>%n change to send</numerusform>
            <numerusform>%n changes to send</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TemplateLines</name>
    <message numerus="yes">
        <source>Keep %n line(s)</source>
        <translation>
            <numerusform>Keep %n line</numerusform>
            <numerusform>Keep %n lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n line</numerusform>
            <numerusform>%n lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Timeline</name>
    <message numerus="yes">
        <source>Show %n earlier</source>
        <translation>
            <numerusform>Show %n earlier</numerusform>
            <numerusform>Show %n earlier</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Titles</name>
    <message numerus="yes">
        <source>Overdue by %n day(s)</source>
        <translation>
            <numerusform>Overdue by %n day</numerusform>
            <numerusform>Overdue by %n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Undoing</name>
    <message numerus="yes">
        <source>%1 and %n other(s)</source>
        <translation>
            <numerusform>%1 and %n other</numerusform>
            <numerusform>%1 and %n others</numerusform>
        </translation>
    </message>
</context>
</TS>
