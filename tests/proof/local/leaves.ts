/** A leaf of the proof: its task, and its seeds as pairs of question and answer. */
export type ProofLeaf = { name: string; task: string; seeds: [question: string, answer: string][] };

/**
 * Six leaves with nothing in common, and 5 to 12 seeds each: what a real taxonomy has too, where some tasks have many
 * examples and others few.
 */
export const proofLeaves: readonly ProofLeaf[] = [
  {
    name: 'cooking',
    task: 'Help somebody who cooks at home.',
    seeds: [
      [
        'How long should I boil an egg if I want the yolk to stay soft?',
        'Six minutes in boiling water, then cold water at once.',
      ],
      [
        'My soup is far too salty. What can I add to save it?',
        'Add water or unsalted stock, and some potato or cream if it suits the soup.',
      ],
      [
        'Which herbs go well with roasted carrots?',
        'Thyme and parsley do, and so does dill when the carrots are young.',
      ],
      [
        'Turn this list into a dinner for two: rice, two eggs, spring onions, soy sauce.',
        'Make egg fried rice: fry the onions, add cooked rice, stir in the eggs, and season with soy sauce.',
      ],
      [
        'Can I use yoghurt instead of buttermilk in pancake batter?',
        'Yes. Thin it with a little milk until it pours as buttermilk does.',
      ],
      [
        'Why does my bread dough not rise in a cold kitchen?',
        'Yeast works slowly when it is cold. Put the bowl in a warmer place and wait longer.',
      ],
      [
        'Write a shopping list for a tomato sauce that feeds four people.',
        'Two tins of tomatoes, one onion, two cloves of garlic, olive oil, basil, salt and 400 g of pasta.',
      ],
      [
        'What is the difference between simmering and boiling a stew?',
        'A simmering stew has small bubbles now and then; a boiling one rolls, and its meat gets tough.',
      ],
      [
        'Suggest a dessert that needs no oven and only five ingredients.',
        'A chocolate mousse of chocolate, eggs, sugar, cream and a pinch of salt.',
      ],
      [
        'How do I keep pasta from sticking together after draining it?',
        'Mix it with the sauce at once, or with a spoonful of oil if the sauce is not ready.',
      ],
      [
        'Explain how to tell whether a frying pan is hot enough for pancakes.',
        'Let a drop of water fall into it. If the drop dances and is gone in a second, the pan is ready.',
      ],
      [
        'I have half a pumpkin left over. Which two recipes would use it up?',
        'A pumpkin soup with ginger, and roasted slices of pumpkin with feta cheese.',
      ],
    ],
  },
  {
    name: 'bicycle-repair',
    task: 'Help somebody who repairs a bicycle.',
    seeds: [
      [
        'How do I find the hole in a bicycle inner tube?',
        'Pump it up, hold it under water part by part, and look for bubbles.',
      ],
      [
        'The chain of my bike jumps when I pedal hard. What is worn out?',
        'Most likely the chain and the sprockets. Measure the chain first.',
      ],
      [
        'List the tools that I need to replace the brake pads of a road bike.',
        'Hex keys of 4 and 5 mm, and a cloth for the rim.',
      ],
      [
        'How much air pressure should the tyres of a touring bicycle have?',
        'Between 3.5 and 5 bar for tyres of 40 mm; the range is written on the tyre.',
      ],
      [
        'Describe how to straighten a wheel that rubs against the brake.',
        'Tighten the spokes on the side away from the rubbing, a quarter turn at a time, and loosen the others.',
      ],
      [
        'My rear derailleur does not shift into the smallest gear. Which screw do I turn?',
        'The one marked H. Loosen it by a quarter turn and try again.',
      ],
      ['How often should a bicycle chain be oiled in a rainy winter?', 'After each wet ride, or at least once a week.'],
      [
        'Write a short checklist for a bike before a long ride.',
        'Tyres, brakes, chain, lights, bolts, pump and a spare tube.',
      ],
      [
        'What makes the pedals of an old bike creak at every turn?',
        'Dry threads or a worn bearing. Take the pedals off and grease their threads.',
      ],
      [
        'Explain how to set the height of a bicycle saddle.',
        'Sit down and put a heel on the lowest pedal: the leg should just be straight.',
      ],
    ],
  },
  {
    name: 'house-plants',
    task: 'Help somebody who keeps plants indoors.',
    seeds: [
      [
        'Why are the leaves of my fern turning brown at the tips?',
        'The air is too dry. Put it on a tray of wet pebbles.',
      ],
      ['How often does a cactus on a window sill need water in winter?', 'Once a month at most, and only a little.'],
      [
        'Name three house plants that live well in a dark corner.',
        'The cast-iron plant, the snake plant and the peace lily.',
      ],
      [
        'When should I repot a rubber plant, and how large should the new pot be?',
        'In spring when its roots fill the pot; the new one should be about 3 cm wider.',
      ],
      [
        'Tiny flies come out of the soil of my potted plants. How do I get rid of them?',
        'Let the soil dry out on top and hang up yellow sticky cards.',
      ],
      ['How can I grow a new plant from a cutting of ivy?', 'Put it into a glass of water until it has roots.'],
      [
        'My orchid has finished flowering. Should I cut its stem?',
        'Cut it above the second knot if it is green, and at the base if it is dry.',
      ],
      [
        'Write a watering plan for a neighbour who looks after my plants for two weeks.',
        'Fern every third day, ivy once a week, cactus not at all.',
      ],
    ],
  },
  {
    name: 'chess',
    task: 'Explain the game of chess to a beginner.',
    seeds: [
      ['How does a knight move on a chessboard?', 'Two squares along a line and one to the side, over other pieces.'],
      [
        'When may I castle, and when is castling forbidden?',
        'When king and rook have not moved, nothing is between them, and the king is not attacked on its way.',
      ],
      [
        'What is the difference between checkmate and stalemate?',
        'In both there is no move; in checkmate the king is attacked.',
      ],
      [
        'Give a beginner three rules for the opening moves of a chess game.',
        'Take the centre, bring out knights and bishops, castle early.',
      ],
      [
        'Explain with an example what a pinned piece is in chess.',
        'A knight that may not move because a bishop behind it would take the king.',
      ],
      ['Is it a good trade to give a rook for a bishop and two pawns?', 'About equal: five against three and two.'],
      [
        'Describe how a pawn captures another pawn en passant.',
        'As if the pawn that moved two squares had moved one, at once.',
      ],
    ],
  },
  {
    name: 'roman-numerals',
    task: 'Read and write Roman numerals.',
    seeds: [
      ['Write the number 1987 in Roman numerals.', 'MCMLXXXVII'],
      ['Which number is the Roman numeral XLIV?', '44'],
      ['Put these Roman numerals in order, the smallest first: IX, IV, XI, VI.', 'IV, VI, IX, XI'],
      ['Add XII and XIX and give the sum as a Roman numeral.', 'XXXI'],
      [
        'Why is IIX not a correct way to write eight in Roman numerals?',
        'Only one smaller sign may stand before a larger one: eight is VIII.',
      ],
      ['A clock shows the hour VII. What hour will the Roman numeral be three hours later?', 'X'],
    ],
  },
  {
    name: 'polite-letters',
    task: 'Write short, polite letters and messages.',
    seeds: [
      [
        'Write a polite email to a landlord who has not answered for three weeks.',
        'Dear Ms Hall, may I ask you once more about the heating? I would be glad to hear from you this week.',
      ],
      [
        'Make this message to a colleague friendlier: “Send me the report today.”',
        'Could you send me the report today? Thank you very much.',
      ],
      [
        'Decline an invitation to a wedding in two kind sentences.',
        'Thank you so much for inviting us. Sadly we cannot come, but we will think of you on the day.',
      ],
      [
        'Write a letter of apology to a customer whose parcel arrived late.',
        'Dear Mr Reed, I am sorry that your parcel came so late. We have returned the postage to you.',
      ],
      [
        'Draft a short thank-you note to a teacher at the end of the school year.',
        'Dear Mr Bell, thank you for your patience with Tom this year. He will miss your lessons.',
      ],
    ],
  },
];
