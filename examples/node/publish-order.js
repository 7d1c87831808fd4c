#!/usr/bin/env node
// Publishes one order as plain JSON, and waits for what comes of it.
import amqp from "amqplib";

const usage = `usage: node publish-order.js ORDER_ID SKU QUANTITY [PLACED_AT]

Publishes an order of one line to the RabbitMQ of ConnectionStrings__RabbitMq (an amqp:// URI), and waits for its outcome.
PLACED_AT is when the order was placed (2010-12-01T08:26:00Z), by default now. It is part of the order: to send an order
again, give the same one. Exit code 0: it was answered, whatever the answer; 1: it was not; 2: the command line is wrong.`;

const patience = 10_000; // milliseconds

const [orderId, sku, quantity, placedAt = new Date().toISOString(), ...more] = process.argv.slice(2);
const broker = process.env.ConnectionStrings__RabbitMq;
if (!broker || !orderId || !sku || !/^[1-9][0-9]*$/.test(quantity ?? "") || more.length > 0) {
  console.error(usage);
  process.exit(2);
}

const order = { orderId, placedAt, lines: [{ sku, quantity: Number(quantity) }] };
let connection;
try {
  connection = await amqp.connect(broker);
  const channel = await connection.createConfirmChannel();
  const answers = await listen(channel); // before the order is published, so that the answer cannot be missed
  await publish(channel, "OrderPlaced", order);
  console.log(`${orderId} published, placed at ${placedAt}`);
  console.log(describe(await answers(({ message }) => message.orderId === orderId)));
} catch (failure) {
  console.error(failure.message);
  process.exitCode = 1;
} finally {
  await connection?.close();
}

// The exchange of a message, as MassTransit declares it.
async function exchangeOf(channel, message) {
  const { exchange } = await channel.assertExchange(`Inventory.Contracts:${message}`, "fanout", { durable: true });
  return exchange;
}

// Binds a queue of our own, gone with us, to both answers. Returns a function that waits for the one that is meant.
async function listen(channel) {
  const { queue } = await channel.assertQueue("", { exclusive: true, autoDelete: true });
  for (const answer of ["StockCommitted", "StockRejected"]) {
    await channel.bindQueue(queue, await exchangeOf(channel, answer), "");
  }

  const heard = [];
  let hear = () => {};
  await channel.consume(queue, (delivery) => {
    if (delivery === null) return; // the queue is gone, and with it the connection
    heard.push({ type: delivery.fields.exchange.split(":")[1], message: JSON.parse(delivery.content).message });
    hear();
  }, { noAck: true });

  return (isMeant) => new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(
      `No answer within ${patience / 1000} s. Does a worker run? Has the id been used for another order? ` +
      "Then it is in inventory-order-placed_error, with the reason.")), patience);
    hear = () => {
      const answer = heard.find(isMeant);
      if (answer) {
        clearTimeout(timer);
        resolve(answer);
      }
    };
    hear();
  });
}

// Returns when the broker has the message safe. Mandatory: a message that no queue takes is given back before that.
async function publish(channel, type, message) {
  let isReturned = false;
  channel.once("return", () => { isReturned = true; });
  const exchange = await exchangeOf(channel, type);
  const options = { contentType: "application/json", persistent: true, mandatory: true };
  await new Promise((resolve, reject) =>
    channel.publish(exchange, "", Buffer.from(JSON.stringify(message)), options, (failure) => failure ? reject(failure) : resolve()));
  if (isReturned) {
    throw new Error("No queue takes orders: no worker has ever run on this broker.");
  }
}

function describe({ type, message: { orderId, reason, lines } }) {
  return type === "StockCommitted"
    ? `${orderId} committed: ${lines.map((line) => `${line.quantity} of ${line.sku} at ${line.location}, version ${line.version}`).join("; ")}`
    : `${orderId} rejected, ${reason}: ${lines.map((line) => `${line.requested} of ${line.sku} at ${line.location}, ${line.available} available`).join("; ")}`;
}
