#!/usr/bin/python3
"""Publishes one order as plain JSON, and waits for what comes of it. Needs the package amqp (Debian: python3-amqp)."""

import json
import os
import sys
import time
from datetime import datetime, timezone
from urllib.parse import unquote, urlsplit

import amqp

USAGE = """usage: publish_order.py ORDER_ID SKU QUANTITY [PLACED_AT]

Publishes an order of one line to the RabbitMQ of ConnectionStrings__RabbitMq (an amqp:// URI), and waits for its outcome.
PLACED_AT is when the order was placed (2010-12-01T08:26:00Z), by default now. It is part of the order: to send an order
again, give the same one. Exit code 0: it was answered, whatever the answer; 1: it was not; 2: the command line is wrong."""

PATIENCE = 10  # seconds


def main():
    arguments = sys.argv[1:]
    broker = os.environ.get("ConnectionStrings__RabbitMq")
    if not broker or len(arguments) not in (3, 4) or not arguments[2].isdecimal():
        print(USAGE, file=sys.stderr)
        sys.exit(2)
    order_id, sku, quantity = arguments[:3]
    placed_at = arguments[3] if len(arguments) == 4 else datetime.now(timezone.utc).isoformat()
    order = {"orderId": order_id, "placedAt": placed_at, "lines": [{"sku": sku, "quantity": int(quantity)}]}

    with connect(broker) as connection, connection.channel() as channel:
        answers = listen(channel)  # before the order is published, so that the answer cannot be missed
        publish(channel, "OrderPlaced", order)
        print(f"{order_id} published, placed at {placed_at}")
        print(describe(*wait(connection, answers, order_id)))


def connect(uri):
    parts = urlsplit(uri)
    is_tls = parts.scheme == "amqps"
    connection = amqp.Connection(
        host=f"{parts.hostname}:{parts.port or (5671 if is_tls else 5672)}",
        userid=unquote(parts.username or "guest"),
        password=unquote(parts.password or "guest"),
        virtual_host=unquote(parts.path[1:]) or "/",
        ssl=is_tls,
        confirm_publish=True,
    )
    try:
        connection.connect()
    except OSError as failure:
        sys.exit(f"RabbitMQ at {connection.host} cannot be reached: {failure}")
    return connection


def exchange_of(channel, message):
    """The exchange of a message, as MassTransit declares it."""
    name = f"Inventory.Contracts:{message}"
    channel.exchange_declare(name, "fanout", durable=True, auto_delete=False)
    return name


def listen(channel):
    """Binds a queue of our own, gone with us, to both answers. Returns the list that they are added to."""
    queue = channel.queue_declare(exclusive=True, auto_delete=True).queue
    for answer in ("StockCommitted", "StockRejected"):
        channel.queue_bind(queue, exchange_of(channel, answer))
    heard = []
    channel.basic_consume(queue, no_ack=True, callback=lambda delivery: heard.append(
        (delivery.delivery_info["exchange"].split(":")[1], json.loads(delivery.body)["message"])))
    return heard


def publish(channel, message_type, message):
    """Returns when the broker has the message safe. Mandatory: a message that no queue takes is given back before that."""
    returned = []
    channel.events["basic_return"].add(lambda *what: returned.append(what))
    body = amqp.Message(json.dumps(message), content_type="application/json", delivery_mode=2)
    channel.basic_publish(body, exchange=exchange_of(channel, message_type), mandatory=True)
    if returned:
        sys.exit("No queue takes orders: no worker has ever run on this broker.")


def wait(connection, heard, order_id):
    deadline = time.monotonic() + PATIENCE
    while True:
        for message_type, message in heard:
            if message["orderId"] == order_id:
                return message_type, message
        heard.clear()
        try:
            connection.drain_events(timeout=max(0.001, deadline - time.monotonic()))
        except TimeoutError:
            sys.exit(
                f"No answer within {PATIENCE} s. Does a worker run? Has the id been used for another order? "
                "Then it is in inventory-order-placed_error, with the reason.")


def describe(message_type, message):
    order_id, lines = message["orderId"], message["lines"]
    if message_type == "StockCommitted":
        got = "; ".join(f"{line['quantity']} of {line['sku']} at {line['location']}, version {line['version']}" for line in lines)
        return f"{order_id} committed: {got}"
    short = "; ".join(f"{line['requested']} of {line['sku']} at {line['location']}, {line['available']} available" for line in lines)
    return f"{order_id} rejected, {message['reason']}: {short}"


if __name__ == "__main__":
    main()
