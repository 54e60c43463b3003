BEGIN TRANSACTION;
CREATE TABLE ledger_corrections (
	number INTEGER NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	entry VARCHAR(16) NOT NULL, 
	other VARCHAR(16), 
	since DATE, 
	status VARCHAR(24), 
	note TEXT, 
	day DATE NOT NULL, 
	"by" TEXT NOT NULL, 
	made VARCHAR(40) NOT NULL, 
	undone_by TEXT, 
	undone VARCHAR(40), 
	CONSTRAINT pk_ledger_corrections PRIMARY KEY (number)
);
CREATE TABLE ledger_days (
	day DATE NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	record TEXT NOT NULL, 
	outcome TEXT NOT NULL, known TEXT, 
	CONSTRAINT pk_ledger_days PRIMARY KEY (day)
);
INSERT INTO "ledger_days" VALUES('2023-03-01','07eb1b2c4e5b954393717d6a898798007cc128bdacb17359002de8d0ef4ade30','{"day":"2023-03-01","stories":[{"key":"d1-courier","title":"Norway offers Iceland cod","articles":["d1-courier","d1-herald","d1-wire"],"parties":[{"side":"iceland","name":"Iceland","forms":["Iceland"]},{"side":"norway","name":"Norway","forms":["Norway"]}],"names":["Iceland","Norway"],"items":[{"key":"offer d1-courier o1","kind":"offer","text":"A fifth of its cod quota in the Barents Sea","texts":["A fifth of its cod quota in the Barents Sea","Leave a fifth of the cod quota to Iceland"],"status":"open","party":{"side":"norway","name":"Norway","forms":["Norway"]},"other":{"side":"iceland","name":"Iceland","forms":["Iceland"]},"others":[{"side":"iceland","name":"Iceland","forms":["Iceland"]}],"answers":null,"to":"","said":null,"due":null,"members":[{"article":"d1-courier","item":"o1"},{"article":"d1-herald","item":"o1"},{"article":"d1-wire","item":"o1"}],"evidence":[{"article":"d1-courier","start":30,"end":100,"quote":"Norway has offered Iceland a fifth of its cod quota in the Barents Sea","match":"exact","score":1.0,"also_at":[]},{"article":"d1-herald","start":31,"end":98,"quote":"Oslo has proposed to leave a fifth of Norway''s cod quota to Iceland","match":"exact","score":1.0,"also_at":[]},{"article":"d1-wire","start":27,"end":97,"quote":"Norway has offered Iceland a fifth of its cod quota in the Barents Sea","match":"exact","score":1.0,"also_at":[]}]},{"key":"question d1-courier q1","kind":"question","text":"Will Iceland accept the cod quota?","texts":["Will Iceland accept the cod quota?"],"status":"open","party":null,"other":null,"others":[],"answers":null,"to":"","said":null,"due":null,"members":[{"article":"d1-courier","item":"q1"},{"article":"d1-wire","item":"q1"}],"evidence":[{"article":"d1-courier","start":266,"end":306,"quote":"Reykjavik is still to reply to the offer","match":"exact","score":1.0,"also_at":[]},{"article":"d1-wire","start":263,"end":303,"quote":"Reykjavik is still to reply to the offer","match":"exact","score":1.0,"also_at":[]}]}],"lines":[{"text":"Norway offers Iceland cod","evidence":[{"article":"d1-wire","start":0,"end":25,"quote":"Norway offers Iceland cod","match":"exact","score":1.0,"also_at":[]}]}]}],"sources":[{"article":"d1-courier","outlet":"Morning Courier","title":"Norway offers cod to Iceland","ref":"d1-courier.txt","sha256":"3deab8431e6ecfbff4894a4c72904e5e48aae61c873913711b1b985d5fa54cf9","published":"2023-03-01"},{"article":"d1-herald","outlet":"North Herald","title":"Oslo holds out cod to Iceland","ref":"d1-herald.txt","sha256":"7dbc7236a2b94dda2058c174249663f960092020db1cfaa44d516515da644a34","published":"2023-03-01"},{"article":"d1-wire","outlet":"Capital Wire","title":"Norway offers Iceland cod","ref":"d1-wire.txt","sha256":"d88b786e3ef776556dca6c58af73462dd71b02718fec64f8b91085c88377b046","published":"2023-03-01"}],"linking":null}','{"since":null,"ids":{"offer d1-courier o1":"O1","question d1-courier q1":"Q1"},"stories":{"d1-courier":"S1"},"standing":{},"changes":{"S1":[]},"quiet":[],"beside":{},"each":{},"reopened":{},"courses":{}}','{"since":null,"last":{},"order":["d1-courier"],"running":{"d1-courier":"T1","d1-herald":"T1","d1-wire":"T1"},"options":{"window":45,"silent_after":1},"links":{"offers":[{"item":{"article":"d1-courier","item":"o1"},"entry":"N1"},{"item":{"article":"d1-herald","item":"o1"},"entry":"N1"},{"item":{"article":"d1-wire","item":"o1"},"entry":"N1"}],"new":[{"entry":"N1","version_of":null,"counter_to":null,"perhaps":null}],"responses":[],"questions":[{"item":{"article":"d1-courier","item":"q1"},"entry":"M1"},{"item":{"article":"d1-wire","item":"q1"},"entry":"M1"}],"closed":[],"stories":[],"by":"rules"},"entries":[],"corrections":[]}');
INSERT INTO "ledger_days" VALUES('2023-03-02','e7ee6034c373286380bab1d0e663e1b52e780ee49b1a7a02ba5d4338b60f633e','{"day":"2023-03-02","stories":[{"key":"d2-herald","title":"Iceland notes Norway''s cod offer","articles":["d2-herald","d2-wire"],"parties":[{"side":"iceland","name":"Iceland","forms":["Iceland"]},{"side":"norway","name":"Norway","forms":["Norway"]}],"names":["Iceland","Norway"],"items":[{"key":"offer d2-herald o1","kind":"offer","text":"A fifth of the cod quota","texts":["A fifth of the cod quota","Hand a fifth of the cod quota to Iceland"],"status":"acknowledged","party":{"side":"norway","name":"Norway","forms":["Norway"]},"other":{"side":"iceland","name":"Iceland","forms":["Iceland"]},"others":[{"side":"iceland","name":"Iceland","forms":["Iceland"]}],"answers":null,"to":"","said":null,"due":null,"members":[{"article":"d2-herald","item":"o1"},{"article":"d2-wire","item":"o1"}],"evidence":[{"article":"d2-herald","start":42,"end":130,"quote":"Norway and Iceland are in talks on handing a fifth of the Norwegian cod quota to Iceland","match":"exact","score":1.0,"also_at":[]},{"article":"d2-wire","start":60,"end":102,"quote":"Norway''s offer of a fifth of its cod quota","match":"exact","score":1.0,"also_at":[]}]},{"key":"response d2-wire r1","kind":"response","text":"Has taken note of it and will study it","texts":["Has taken note of it and will study it"],"status":"pending","party":{"side":"iceland","name":"Iceland","forms":["Iceland"]},"other":null,"others":[],"answers":"offer d2-herald o1","to":"Norway''s offer of cod","said":null,"due":null,"members":[{"article":"d2-wire","item":"r1"}],"evidence":[{"article":"d2-wire","start":34,"end":120,"quote":"Iceland has taken note of Norway''s offer of a fifth of its cod quota and will study it","match":"exact","score":1.0,"also_at":[]}]}],"lines":[{"text":"Iceland notes Norway''s cod offer","evidence":[{"article":"d2-wire","start":0,"end":32,"quote":"Iceland notes Norway''s cod offer","match":"exact","score":1.0,"also_at":[]}]}]}],"sources":[{"article":"d2-herald","outlet":"North Herald","title":"Norway and Iceland in talks on cod quota","ref":"d2-herald.txt","sha256":"ab6b0f897e8537b859ccda51c421b4f42fe1476f542764805066ab12fc47187f","published":"2023-03-02"},{"article":"d2-wire","outlet":"Capital Wire","title":"Iceland notes Norway''s cod offer","ref":"d2-wire.txt","sha256":"d3911ad70d3bda1fe74f422df7c8416051e0be44a6657c2a8439de83a31a4064","published":"2023-03-02"}],"linking":null}','{"since":"2023-03-01","ids":{"offer d2-herald o1":"O1","response d2-wire r1":"R1"},"stories":{"d2-herald":"S1"},"standing":{},"changes":{"S1":[{"kind":"updated","item":"O1","text":"A fifth of the cod quota","before":"open","after":"acknowledged","by":["R1"],"instead_of":null,"party":null,"since":"2023-03-01","evidence":[{"article":"d2-wire","start":34,"end":120,"quote":"Iceland has taken note of Norway''s offer of a fifth of its cod quota and will study it","match":"exact","score":1.0,"also_at":[]}]},{"kind":"new","item":"R1","text":"Has taken note of it and will study it","before":null,"after":"pending","by":[],"instead_of":null,"party":null,"since":null,"evidence":[{"article":"d2-wire","start":34,"end":120,"quote":"Iceland has taken note of Norway''s offer of a fifth of its cod quota and will study it","match":"exact","score":1.0,"also_at":[]}]},{"kind":"quiet","item":"Q1","text":"Will Iceland accept the cod quota?","before":"open","after":"open","by":[],"instead_of":null,"party":null,"since":"2023-03-01","evidence":[]}]},"quiet":[],"beside":{},"each":{},"reopened":{},"courses":{}}','{"since":"2023-03-01","last":{"O":1,"Q":1,"S":1},"order":["d2-herald"],"running":{"d2-herald":"S1","d2-wire":"S1"},"options":{"window":45,"silent_after":1},"links":{"offers":[{"item":{"article":"d2-herald","item":"o1"},"entry":"O1"},{"item":{"article":"d2-wire","item":"o1"},"entry":"O1"}],"new":[],"responses":[{"item":{"article":"d2-wire","item":"r1"},"answers":["O1"],"told_again":false}],"questions":[],"closed":[],"stories":[],"by":"rules"},"entries":[{"id":"O1","kind":"offer","story":"S1","party":"Norway","party_side":"norway","other":"Iceland","other_side":"iceland","answers":null,"also_answers":[],"forms":["Norway"],"addressees":[{"side":"iceland","name":"Iceland","forms":["Iceland"]}],"wordings":["A fifth of its cod quota in the Barents Sea","Leave a fifth of the cod quota to Iceland"],"version_of":null,"perhaps":null,"due":null,"states":[{"day":"2023-03-01","status":"open","text":"A fifth of its cod quota in the Barents Sea","reported":true,"by":[],"editor":null,"evidence":[]}]},{"id":"Q1","kind":"question","story":"S1","party":null,"party_side":null,"other":null,"other_side":null,"answers":"O1","also_answers":[],"forms":[],"addressees":[],"wordings":["Will Iceland accept the cod quota?"],"version_of":null,"perhaps":null,"due":null,"states":[{"day":"2023-03-01","status":"open","text":"Will Iceland accept the cod quota?","reported":true,"by":[],"editor":null,"evidence":[]}]}],"corrections":[]}');
INSERT INTO "ledger_days" VALUES('2023-03-03','afbfedbba2c80e4503278d4be945624700141810d7abe9c4de9b11530259b614','{"day":"2023-03-03","stories":[{"key":"d3-herald","title":"Iceland answers cod offer with one of its own","articles":["d3-herald"],"parties":[{"side":"iceland","name":"Iceland","forms":["Iceland"]},{"side":"norway","name":"Norway","forms":["Norway"]}],"names":["Iceland","Norway"],"items":[{"key":"response d3-herald r1","kind":"response","text":"Proposes to swap capelin for herring","texts":["Proposes to swap capelin for herring"],"status":"counter_offer","party":{"side":"iceland","name":"Iceland","forms":["Iceland"]},"other":null,"others":[],"answers":"offer d3-herald o1","to":"Norway''s offer of cod","said":null,"due":null,"members":[{"article":"d3-herald","item":"r1"}],"evidence":[{"article":"d3-herald","start":47,"end":143,"quote":"Iceland answered Norway''s offer of a fifth of the cod quota on Friday with a proposal of its own","match":"exact","score":1.0,"also_at":[]}]},{"key":"offer d3-herald o1","kind":"offer","text":"A fifth of the cod quota","texts":["A fifth of the cod quota"],"status":"countered","party":{"side":"norway","name":"Norway","forms":["Norway"]},"other":{"side":"iceland","name":"Iceland","forms":["Iceland"]},"others":[{"side":"iceland","name":"Iceland","forms":["Iceland"]}],"answers":null,"to":"","said":null,"due":null,"members":[{"article":"d3-herald","item":"o1"}],"evidence":[{"article":"d3-herald","start":64,"end":106,"quote":"Norway''s offer of a fifth of the cod quota","match":"exact","score":1.0,"also_at":[]}]},{"key":"offer d3-herald o2","kind":"offer","text":"Swap capelin for herring","texts":["Swap capelin for herring"],"status":"open","party":{"side":"iceland","name":"Iceland","forms":["Iceland"]},"other":{"side":"norway","name":"Norway","forms":["Norway"]},"others":[{"side":"norway","name":"Norway","forms":["Norway"]}],"answers":null,"to":"","said":null,"due":null,"members":[{"article":"d3-herald","item":"o2"}],"evidence":[{"article":"d3-herald","start":145,"end":189,"quote":"it wants to swap capelin for herring instead","match":"exact","score":1.0,"also_at":[]}]}],"lines":[{"text":"Iceland answers cod offer with one of its own","evidence":[{"article":"d3-herald","start":0,"end":45,"quote":"Iceland answers cod offer with one of its own","match":"exact","score":1.0,"also_at":[]}]}]},{"key":"d3-wire","title":"Seafarers demand end of rota at Stenmark","articles":["d3-wire"],"parties":[{"side":"seafarers league","name":"Seafarers'' League","forms":["Seafarers'' League"]},{"side":"stenmark lines","name":"Stenmark Lines","forms":["Stenmark","Stenmark Lines"]}],"names":["Stenmark","Stenmark Lines"],"items":[{"key":"offer d3-wire o1","kind":"offer","text":"Withdraw the new rota","texts":["Withdraw the new rota"],"status":"open","party":{"side":"seafarers league","name":"Seafarers'' League","forms":["Seafarers'' League"]},"other":{"side":"stenmark lines","name":"Stenmark Lines","forms":["Stenmark","Stenmark Lines"]},"others":[{"side":"stenmark lines","name":"Stenmark Lines","forms":["Stenmark","Stenmark Lines"]}],"answers":null,"to":"","said":null,"due":null,"members":[{"article":"d3-wire","item":"o1"}],"evidence":[{"article":"d3-wire","start":68,"end":118,"quote":"demanded that Stenmark Lines withdraw its new rota","match":"exact","score":1.0,"also_at":[]}]},{"key":"question d3-wire q1","kind":"question","text":"When will sailings from Holyhead to Dublin resume?","texts":["When will sailings from Holyhead to Dublin resume?"],"status":"open","party":null,"other":null,"others":[],"answers":null,"to":"","said":null,"due":null,"members":[{"article":"d3-wire","item":"q1"}],"evidence":[{"article":"d3-wire","start":180,"end":225,"quote":"it is not known when the sailings will resume","match":"exact","score":1.0,"also_at":[]}]}],"lines":[{"text":"Seafarers demand end of rota at Stenmark","evidence":[{"article":"d3-wire","start":0,"end":40,"quote":"Seafarers demand end of rota at Stenmark","match":"exact","score":1.0,"also_at":[]}]}]}],"sources":[{"article":"d3-herald","outlet":"North Herald","title":"Iceland answers cod offer with one of its own","ref":"d3-herald.txt","sha256":"f0b824a2ec4b4145c9e5f597048e1c58be7eb53be313127a5f1b97e21de1b3cd","published":"2023-03-03"},{"article":"d3-wire","outlet":"Capital Wire","title":"Seafarers demand end of rota at Stenmark","ref":"d3-wire.txt","sha256":"e41293a014418fbd647bf2cf425a7ea2c75ccf986be12011f8de10ff353f4a1f","published":"2023-03-03"}],"linking":null}','{"since":"2023-03-02","ids":{"offer d3-herald o1":"O1","offer d3-herald o2":"O2","offer d3-wire o1":"O3","question d3-wire q1":"Q2","response d3-herald r1":"R2"},"stories":{"d3-herald":"S1","d3-wire":"S2"},"standing":{},"changes":{"S1":[{"kind":"answered","item":"O1","text":"A fifth of the cod quota","before":"acknowledged","after":"countered","by":["R2","O2"],"instead_of":null,"party":null,"since":"2023-03-02","evidence":[{"article":"d3-herald","start":47,"end":143,"quote":"Iceland answered Norway''s offer of a fifth of the cod quota on Friday with a proposal of its own","match":"exact","score":1.0,"also_at":[]}]},{"kind":"new","item":"O2","text":"Swap capelin for herring","before":null,"after":"open","by":[],"instead_of":null,"party":null,"since":null,"evidence":[{"article":"d3-herald","start":145,"end":189,"quote":"it wants to swap capelin for herring instead","match":"exact","score":1.0,"also_at":[]}]},{"kind":"new","item":"R2","text":"Proposes to swap capelin for herring","before":null,"after":"counter_offer","by":[],"instead_of":null,"party":null,"since":null,"evidence":[{"article":"d3-herald","start":47,"end":143,"quote":"Iceland answered Norway''s offer of a fifth of the cod quota on Friday with a proposal of its own","match":"exact","score":1.0,"also_at":[]}]}],"S2":[{"kind":"new","item":"O3","text":"Withdraw the new rota","before":null,"after":"open","by":[],"instead_of":null,"party":null,"since":null,"evidence":[{"article":"d3-wire","start":68,"end":118,"quote":"demanded that Stenmark Lines withdraw its new rota","match":"exact","score":1.0,"also_at":[]}]},{"kind":"new","item":"Q2","text":"When will sailings from Holyhead to Dublin resume?","before":null,"after":"open","by":[],"instead_of":null,"party":null,"since":null,"evidence":[{"article":"d3-wire","start":180,"end":225,"quote":"it is not known when the sailings will resume","match":"exact","score":1.0,"also_at":[]}]}]},"quiet":[],"beside":{},"each":{},"reopened":{},"courses":{}}','{"since":"2023-03-02","last":{"O":1,"Q":1,"R":1,"S":1},"order":["d3-herald","d3-wire"],"running":{"d3-herald":"S1","d3-wire":"T1"},"options":{"window":45,"silent_after":1},"links":{"offers":[{"item":{"article":"d3-herald","item":"o1"},"entry":"O1"},{"item":{"article":"d3-herald","item":"o2"},"entry":"N1"},{"item":{"article":"d3-wire","item":"o1"},"entry":"N2"}],"new":[{"entry":"N1","version_of":null,"counter_to":null,"perhaps":null},{"entry":"N2","version_of":null,"counter_to":null,"perhaps":null}],"responses":[{"item":{"article":"d3-herald","item":"r1"},"answers":["O1"],"told_again":false}],"questions":[{"item":{"article":"d3-wire","item":"q1"},"entry":"M1"}],"closed":[],"stories":[],"by":"rules"},"entries":[{"id":"O1","kind":"offer","story":"S1","party":"Norway","party_side":"norway","other":"Iceland","other_side":"iceland","answers":null,"also_answers":[],"forms":["Norway"],"addressees":[{"side":"iceland","name":"Iceland","forms":["Iceland"]}],"wordings":["A fifth of its cod quota in the Barents Sea","Leave a fifth of the cod quota to Iceland","A fifth of the cod quota","Hand a fifth of the cod quota to Iceland"],"version_of":null,"perhaps":null,"due":null,"states":[{"day":"2023-03-01","status":"open","text":"A fifth of its cod quota in the Barents Sea","reported":true,"by":[],"editor":null,"evidence":[]},{"day":"2023-03-02","status":"acknowledged","text":"A fifth of the cod quota","reported":true,"by":["R1"],"editor":null,"evidence":[]}]},{"id":"Q1","kind":"question","story":"S1","party":null,"party_side":null,"other":null,"other_side":null,"answers":"O1","also_answers":[],"forms":[],"addressees":[],"wordings":["Will Iceland accept the cod quota?"],"version_of":null,"perhaps":null,"due":null,"states":[{"day":"2023-03-01","status":"open","text":"Will Iceland accept the cod quota?","reported":true,"by":[],"editor":null,"evidence":[]}]},{"id":"R1","kind":"response","story":"S1","party":"Iceland","party_side":"iceland","other":null,"other_side":null,"answers":"O1","also_answers":[],"forms":["Iceland"],"addressees":[],"wordings":["Has taken note of it and will study it"],"version_of":null,"perhaps":null,"due":null,"states":[{"day":"2023-03-02","status":"pending","text":"Has taken note of it and will study it","reported":true,"by":[],"editor":null,"evidence":[]}]}],"corrections":[]}');
CREATE TABLE ledger_entries (
	id VARCHAR(16) NOT NULL, 
	kind VARCHAR(16) NOT NULL, 
	story VARCHAR(16) NOT NULL, 
	party TEXT, 
	party_side TEXT, 
	other TEXT, 
	other_side TEXT, 
	answers VARCHAR(16), forms JSON, addressees JSON, wordings JSON, version_of VARCHAR(16), perhaps VARCHAR(16), due DATE, also_answers JSON, 
	CONSTRAINT pk_ledger_entries PRIMARY KEY (id), 
	CONSTRAINT fk_ledger_entries_story_ledger_stories FOREIGN KEY(story) REFERENCES ledger_stories (id), 
	CONSTRAINT fk_ledger_entries_answers_ledger_entries FOREIGN KEY(answers) REFERENCES ledger_entries (id) DEFERRABLE INITIALLY DEFERRED
);
INSERT INTO "ledger_entries" VALUES('O1','offer','S1','Norway','norway','Iceland','iceland',NULL,'["Norway"]','[{"side": "iceland", "name": "Iceland", "forms": ["Iceland"]}]','["A fifth of its cod quota in the Barents Sea", "Leave a fifth of the cod quota to Iceland", "A fifth of the cod quota", "Hand a fifth of the cod quota to Iceland"]',NULL,NULL,NULL,'[]');
INSERT INTO "ledger_entries" VALUES('Q1','question','S1',NULL,NULL,NULL,NULL,'O1','[]','[]','["Will Iceland accept the cod quota?"]',NULL,NULL,NULL,'[]');
INSERT INTO "ledger_entries" VALUES('R1','response','S1','Iceland','iceland',NULL,NULL,'O1','["Iceland"]','[]','["Has taken note of it and will study it"]',NULL,NULL,NULL,'[]');
INSERT INTO "ledger_entries" VALUES('O2','offer','S1','Iceland','iceland','Norway','norway','O1','["Iceland"]','[{"side": "norway", "name": "Norway", "forms": ["Norway"]}]','["Swap capelin for herring"]',NULL,NULL,NULL,'[]');
INSERT INTO "ledger_entries" VALUES('O3','offer','S2','Seafarers'' League','seafarers league','Stenmark Lines','stenmark lines',NULL,'["Seafarers'' League"]','[{"side": "stenmark lines", "name": "Stenmark Lines", "forms": ["Stenmark", "Stenmark Lines"]}]','["Withdraw the new rota"]',NULL,NULL,NULL,'[]');
INSERT INTO "ledger_entries" VALUES('Q2','question','S2',NULL,NULL,NULL,NULL,NULL,'[]','[]','["When will sailings from Holyhead to Dublin resume?"]',NULL,NULL,NULL,'[]');
INSERT INTO "ledger_entries" VALUES('R2','response','S1','Iceland','iceland',NULL,NULL,'O1','["Iceland"]','[]','["Proposes to swap capelin for herring"]',NULL,NULL,NULL,'[]');
CREATE TABLE ledger_evidence (
	entry VARCHAR(16) NOT NULL, 
	day DATE NOT NULL, 
	place INTEGER NOT NULL, 
	article TEXT NOT NULL, 
	start INTEGER NOT NULL, 
	"end" INTEGER NOT NULL, 
	quote TEXT NOT NULL, 
	"match" VARCHAR(16) NOT NULL, 
	score FLOAT NOT NULL, 
	also_at JSON NOT NULL, 
	CONSTRAINT pk_ledger_evidence PRIMARY KEY (entry, day, place), 
	CONSTRAINT fk_ledger_evidence_article_ledger_sources FOREIGN KEY(article) REFERENCES ledger_sources (article), 
	CONSTRAINT fk_ledger_evidence_entry_ledger_states FOREIGN KEY(entry, day) REFERENCES ledger_states (entry, day) ON DELETE CASCADE
);
INSERT INTO "ledger_evidence" VALUES('O1','2023-03-01',0,'d1-courier',30,100,'Norway has offered Iceland a fifth of its cod quota in the Barents Sea','exact',1.0,'[]');
INSERT INTO "ledger_evidence" VALUES('O1','2023-03-01',1,'d1-herald',31,98,'Oslo has proposed to leave a fifth of Norway''s cod quota to Iceland','exact',1.0,'[]');
INSERT INTO "ledger_evidence" VALUES('O1','2023-03-01',2,'d1-wire',27,97,'Norway has offered Iceland a fifth of its cod quota in the Barents Sea','exact',1.0,'[]');
INSERT INTO "ledger_evidence" VALUES('Q1','2023-03-01',0,'d1-courier',266,306,'Reykjavik is still to reply to the offer','exact',1.0,'[]');
INSERT INTO "ledger_evidence" VALUES('Q1','2023-03-01',1,'d1-wire',263,303,'Reykjavik is still to reply to the offer','exact',1.0,'[]');
INSERT INTO "ledger_evidence" VALUES('O1','2023-03-02',0,'d2-wire',34,120,'Iceland has taken note of Norway''s offer of a fifth of its cod quota and will study it','exact',1.0,'[]');
INSERT INTO "ledger_evidence" VALUES('O1','2023-03-02',1,'d2-herald',42,130,'Norway and Iceland are in talks on handing a fifth of the Norwegian cod quota to Iceland','exact',1.0,'[]');
INSERT INTO "ledger_evidence" VALUES('O1','2023-03-02',2,'d2-wire',60,102,'Norway''s offer of a fifth of its cod quota','exact',1.0,'[]');
INSERT INTO "ledger_evidence" VALUES('R1','2023-03-02',0,'d2-wire',34,120,'Iceland has taken note of Norway''s offer of a fifth of its cod quota and will study it','exact',1.0,'[]');
INSERT INTO "ledger_evidence" VALUES('O1','2023-03-03',0,'d3-herald',47,143,'Iceland answered Norway''s offer of a fifth of the cod quota on Friday with a proposal of its own','exact',1.0,'[]');
INSERT INTO "ledger_evidence" VALUES('O1','2023-03-03',1,'d3-herald',64,106,'Norway''s offer of a fifth of the cod quota','exact',1.0,'[]');
INSERT INTO "ledger_evidence" VALUES('O2','2023-03-03',0,'d3-herald',145,189,'it wants to swap capelin for herring instead','exact',1.0,'[]');
INSERT INTO "ledger_evidence" VALUES('O3','2023-03-03',0,'d3-wire',68,118,'demanded that Stenmark Lines withdraw its new rota','exact',1.0,'[]');
INSERT INTO "ledger_evidence" VALUES('Q2','2023-03-03',0,'d3-wire',180,225,'it is not known when the sailings will resume','exact',1.0,'[]');
INSERT INTO "ledger_evidence" VALUES('R2','2023-03-03',0,'d3-herald',47,143,'Iceland answered Norway''s offer of a fifth of the cod quota on Friday with a proposal of its own','exact',1.0,'[]');
CREATE TABLE ledger_sources (
	article TEXT NOT NULL, 
	outlet TEXT NOT NULL, 
	title TEXT, 
	ref TEXT NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	published TEXT, 
	CONSTRAINT pk_ledger_sources PRIMARY KEY (article)
);
INSERT INTO "ledger_sources" VALUES('d1-courier','Morning Courier','Norway offers cod to Iceland','d1-courier.txt','3deab8431e6ecfbff4894a4c72904e5e48aae61c873913711b1b985d5fa54cf9','2023-03-01');
INSERT INTO "ledger_sources" VALUES('d1-herald','North Herald','Oslo holds out cod to Iceland','d1-herald.txt','7dbc7236a2b94dda2058c174249663f960092020db1cfaa44d516515da644a34','2023-03-01');
INSERT INTO "ledger_sources" VALUES('d1-wire','Capital Wire','Norway offers Iceland cod','d1-wire.txt','d88b786e3ef776556dca6c58af73462dd71b02718fec64f8b91085c88377b046','2023-03-01');
INSERT INTO "ledger_sources" VALUES('d2-herald','North Herald','Norway and Iceland in talks on cod quota','d2-herald.txt','ab6b0f897e8537b859ccda51c421b4f42fe1476f542764805066ab12fc47187f','2023-03-02');
INSERT INTO "ledger_sources" VALUES('d2-wire','Capital Wire','Iceland notes Norway''s cod offer','d2-wire.txt','d3911ad70d3bda1fe74f422df7c8416051e0be44a6657c2a8439de83a31a4064','2023-03-02');
INSERT INTO "ledger_sources" VALUES('d3-herald','North Herald','Iceland answers cod offer with one of its own','d3-herald.txt','f0b824a2ec4b4145c9e5f597048e1c58be7eb53be313127a5f1b97e21de1b3cd','2023-03-03');
INSERT INTO "ledger_sources" VALUES('d3-wire','Capital Wire','Seafarers demand end of rota at Stenmark','d3-wire.txt','e41293a014418fbd647bf2cf425a7ea2c75ccf986be12011f8de10ff353f4a1f','2023-03-03');
CREATE TABLE ledger_states (
	entry VARCHAR(16) NOT NULL, 
	day DATE NOT NULL, 
	status VARCHAR(24) NOT NULL, 
	text TEXT NOT NULL, 
	reported BOOLEAN NOT NULL, 
	"by" JSON NOT NULL, 
	CONSTRAINT pk_ledger_states PRIMARY KEY (entry, day), 
	CONSTRAINT fk_ledger_states_entry_ledger_entries FOREIGN KEY(entry) REFERENCES ledger_entries (id), 
	CONSTRAINT fk_ledger_states_day_ledger_days FOREIGN KEY(day) REFERENCES ledger_days (day) ON DELETE CASCADE
);
INSERT INTO "ledger_states" VALUES('O1','2023-03-01','open','A fifth of its cod quota in the Barents Sea',1,'[]');
INSERT INTO "ledger_states" VALUES('Q1','2023-03-01','open','Will Iceland accept the cod quota?',1,'[]');
INSERT INTO "ledger_states" VALUES('O1','2023-03-02','acknowledged','A fifth of the cod quota',1,'["R1"]');
INSERT INTO "ledger_states" VALUES('R1','2023-03-02','pending','Has taken note of it and will study it',1,'[]');
INSERT INTO "ledger_states" VALUES('O1','2023-03-03','countered','A fifth of the cod quota',1,'["R2", "O2"]');
INSERT INTO "ledger_states" VALUES('O2','2023-03-03','open','Swap capelin for herring',1,'[]');
INSERT INTO "ledger_states" VALUES('O3','2023-03-03','open','Withdraw the new rota',1,'[]');
INSERT INTO "ledger_states" VALUES('Q2','2023-03-03','open','When will sailings from Holyhead to Dublin resume?',1,'[]');
INSERT INTO "ledger_states" VALUES('R2','2023-03-03','counter_offer','Proposes to swap capelin for herring',1,'[]');
CREATE TABLE ledger_stories (
	id VARCHAR(16) NOT NULL, 
	CONSTRAINT pk_ledger_stories PRIMARY KEY (id)
);
INSERT INTO "ledger_stories" VALUES('S1');
INSERT INTO "ledger_stories" VALUES('S2');
CREATE TABLE ledger_tellings (
	story VARCHAR(16) NOT NULL, 
	day DATE NOT NULL, 
	title TEXT NOT NULL, 
	summary TEXT NOT NULL, 
	sides JSON NOT NULL, 
	articles JSON NOT NULL, actors JSON, 
	CONSTRAINT pk_ledger_tellings PRIMARY KEY (story, day), 
	CONSTRAINT fk_ledger_tellings_story_ledger_stories FOREIGN KEY(story) REFERENCES ledger_stories (id), 
	CONSTRAINT fk_ledger_tellings_day_ledger_days FOREIGN KEY(day) REFERENCES ledger_days (day) ON DELETE CASCADE
);
INSERT INTO "ledger_tellings" VALUES('S1','2023-03-01','Norway offers Iceland cod','Norway offers Iceland cod','["iceland", "norway"]','["d1-courier", "d1-herald", "d1-wire"]','[{"side": "iceland", "name": "Iceland", "forms": ["Iceland"]}, {"side": "norway", "name": "Norway", "forms": ["Norway"]}]');
INSERT INTO "ledger_tellings" VALUES('S1','2023-03-02','Iceland notes Norway''s cod offer','Iceland notes Norway''s cod offer','["iceland", "norway"]','["d2-herald", "d2-wire"]','[{"side": "iceland", "name": "Iceland", "forms": ["Iceland"]}, {"side": "norway", "name": "Norway", "forms": ["Norway"]}]');
INSERT INTO "ledger_tellings" VALUES('S1','2023-03-03','Iceland answers cod offer with one of its own','Iceland answers cod offer with one of its own','["iceland", "norway"]','["d3-herald"]','[{"side": "iceland", "name": "Iceland", "forms": ["Iceland"]}, {"side": "norway", "name": "Norway", "forms": ["Norway"]}]');
INSERT INTO "ledger_tellings" VALUES('S2','2023-03-03','Seafarers demand end of rota at Stenmark','Seafarers demand end of rota at Stenmark','["seafarers league", "stenmark lines"]','["d3-wire"]','[{"side": "seafarers league", "name": "Seafarers'' League", "forms": ["Seafarers'' League"]}, {"side": "stenmark lines", "name": "Stenmark Lines", "forms": ["Stenmark", "Stenmark Lines"]}]');
CREATE TABLE ledger_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT ledger_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "ledger_version" VALUES('0004');
CREATE INDEX ix_ledger_entries_story ON ledger_entries (story);
CREATE INDEX ix_ledger_entries_party_side ON ledger_entries (party_side);
CREATE INDEX ix_ledger_entries_other_side ON ledger_entries (other_side);
CREATE INDEX ix_ledger_states_day ON ledger_states (day);
CREATE INDEX ix_ledger_states_status ON ledger_states (status);
CREATE INDEX ix_ledger_evidence_article ON ledger_evidence (article);
COMMIT;
