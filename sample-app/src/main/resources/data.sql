insert into stock (sku, quantity) values ('book', 25), ('pen', 400), ('lamp', 0);
