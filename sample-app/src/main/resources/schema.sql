create table orders (
  order_id varchar primary key,
  customer_id varchar not null
);

create table order_items (
  order_id varchar not null references orders,
  sku varchar not null,
  quantity int not null,
  price numeric(10, 2) not null
);

create table stock (
  sku varchar primary key,
  quantity int not null
);

create table shipments (
  shipment_id varchar primary key,
  order_id varchar not null
);
